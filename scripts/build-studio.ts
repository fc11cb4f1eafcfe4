/** Makes dist/studio, the studio as static files for any host and any sub-path. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "../bundles/bundle.ts";
import { onnxRuntimeFiles } from "../src/export/shipped-files.ts";
import { style } from "../src/report/style.ts";

const out = "dist/studio";
await bundle("dist", ["studio"]);
await writeFile(join(out, "index.html"), await readFile("studio/index.html"));
await writeFile(join(out, "studio.css"), await styleSheet());
for (const { path, data } of await onnxRuntimeFiles()) await writeFile(join(out, path), data);

/** The style of the reports, that of the shell, and that of each view. */
async function styleSheet(): Promise<string> {
  const files = (await readdir("studio", { recursive: true })).filter((file) => file.endsWith(".css"));
  files.sort((a, b) => Number(b.startsWith("app")) - Number(a.startsWith("app")) || (a < b ? -1 : 1));
  const sheets = await Promise.all(files.map((file) => readFile(join("studio", file), "utf8")));
  return [style, ...sheets].join("\n");
}
