/**
 * Makes the studio as static files: dist/studio, which `henkan studio` serves; and for a host of its own a folder with it
 * and the models that it offers.
 *
 * npm run build:studio [-- --out FOLDER [MODEL_FOLDER …]]
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildStudio } from "../bundles/studio-site.ts";
import { studioModels } from "../src/cli/studio-models.ts";
import { ConfigError, HenkanError } from "../src/errors.ts";
import { readModelToExport } from "../src/export/model-to-export.ts";
import { readSite } from "../src/export/studio-site.ts";
import { type ExportedFile, writeExport } from "../src/export/write-export.ts";
import { modelFiles } from "../src/model-folder/files.ts";

try {
  await build();
} catch (error) {
  if (!(error instanceof HenkanError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function build(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { out: { type: "string" } }, allowPositionals: true });
  if (values.out === undefined && positionals.length > 0) {
    throw new ConfigError("models are copied to a folder: name it with --out");
  }
  const models = await studioModels(positionals);
  await buildStudio("dist/studio");
  if (values.out === undefined) return;
  const files = (await readSite()).filter(({ path }) => path !== "models/index.json");
  const copied = await Promise.all([...models].map(([name, folder]) => copyOf(name, folder)));
  const index = { path: "models/index.json", data: `${JSON.stringify({ models: [...models.keys()] })}\n` };
  await writeExport(values.out, "studio", [...files, index, ...copied.flat()]);
}

/** A model's files without the paths of this machine, and its learning curve where it has one. */
async function copyOf(name: string, folder: string): Promise<ExportedFile[]> {
  const { files } = await readModelToExport(folder, name);
  const metrics = await readFile(join(folder, modelFiles.metrics)).catch(() => null);
  return [
    ...files.map(({ path, data }) => ({ path: path.replace(/^model\//, `models/${name}/`), data })),
    ...(metrics === null ? [] : [{ path: `models/${name}/${modelFiles.metrics}`, data: metrics }]),
  ];
}
