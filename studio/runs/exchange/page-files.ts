import { formatJson } from "../../../src/data/json-numbers.ts";
import { exampleSources } from "../../../src/export/example-sources.ts";
import { publicRecord } from "../../../src/export/public-record.ts";
import { renderPage } from "../../../src/export/web-page.ts";
import { webStyle } from "../../../src/export/web-style.ts";
import { modelFiles } from "../../../src/model-folder/files.ts";
import { parseRecord } from "../../../src/model-folder/record.ts";
import type { SavedRun } from "../run-keeper.ts";

/** The scripts of an exported page lie in this folder of the studio, and ONNX Runtime beside the studio's own scripts. */
const scripts = ["page.js", "worker.js", "licenses.txt"];
const runtime = ["ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"];

/** The files of a page with the model, as `henkan export --to web` writes them. */
export async function pageFiles(
  { model, setup }: SavedRun,
  folder: ReadonlyMap<string, Uint8Array | string>,
  { fetch }: { fetch(path: string): Promise<Uint8Array> },
): Promise<Map<string, Uint8Array | string>> {
  const { config, weights, source, target } = modelFiles;
  const text = new TextDecoder().decode(folder.get(config) as Uint8Array);
  const record = publicRecord(model, parseRecord(JSON.parse(text), config));
  const examples = exampleSources(folder.get(modelFiles.report) as string);
  return new Map<string, Uint8Array | string>([
    ["index.html", renderPage({ name: setup.name, examples })],
    ["page.css", webStyle],
    ...(await Promise.all(scripts.map(async (file) => [file, await fetch(`page/${file}`)] as const))),
    ...(await Promise.all(runtime.map(async (file) => [file, await fetch(file)] as const))),
    [`model/${config}`, `${formatJson(record, 2)}\n`],
    ...[weights, source, target].map((file) => [`model/${file}`, folder.get(file)!] as const),
  ]);
}
