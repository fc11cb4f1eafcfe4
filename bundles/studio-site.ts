import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onnxRuntimeFiles } from "../src/export/shipped-files.ts";
import { style } from "../src/report/style.ts";
import { bundle } from "./bundle.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Makes the studio as static files for any host and any sub-path: its scripts, style and page; ONNX Runtime; the scripts of
 * the pages that it exports; and an empty list of models, which whoever hosts it may fill.
 * @param folder is replaced as a whole
 */
export async function buildStudio(folder: string): Promise<void> {
  const fresh = `${folder}.${process.pid}.tmp`;
  try {
    await bundle(fresh, ["studio", "web"]);
    const site = join(fresh, "studio");
    await rename(join(fresh, "web"), join(site, "page"));
    await writeFile(join(site, "index.html"), await readFile(here("../studio/index.html")));
    await writeFile(join(site, "studio.css"), await styleSheet());
    for (const { path, data } of await onnxRuntimeFiles()) await writeFile(join(site, path), data);
    await mkdir(join(site, "models"));
    await writeFile(join(site, "models/index.json"), '{ "models": [] }\n');
    await rm(folder, { recursive: true, force: true });
    await rename(site, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The style of the reports, that of the shell, and that of each view. */
async function styleSheet(): Promise<string> {
  const sources = here("../studio");
  const files = (await readdir(sources, { recursive: true })).filter((file) => file.endsWith(".css"));
  files.sort((a, b) => Number(b.startsWith("app")) - Number(a.startsWith("app")) || (a < b ? -1 : 1));
  const sheets = await Promise.all(files.map((file) => readFile(join(sources, file), "utf8")));
  return [style, ...sheets].join("\n");
}
