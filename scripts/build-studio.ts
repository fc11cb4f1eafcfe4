/**
 * Makes the studio as static files.
 *
 * npm run build:studio [-- --out FOLDER]
 */
import { parseArgs } from "node:util";
import { buildStudio } from "../bundles/studio-site.ts";
import { readSite } from "../src/export/studio-site.ts";
import { writeExport } from "../src/export/write-export.ts";

const { values } = parseArgs({ options: { out: { type: "string" } } });
await buildStudio("dist/studio");
if (values.out !== undefined) {
  const { files } = await readSite();
  await writeExport(values.out, "studio", files);
}
