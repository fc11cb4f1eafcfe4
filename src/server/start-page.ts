import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exampleSources } from "../export/example-sources.ts";
import { bundledFiles } from "../export/shipped-files.ts";
import { renderPage } from "../export/web-page.ts";
import { webStyle } from "../export/web-style.ts";

/** A file that the service gives to browsers. */
export interface PageFile {
  readonly type: string;
  readonly data: string | Uint8Array<ArrayBuffer>;
}

/** A model that is served, and where it lies. */
export interface NamedFolder {
  readonly name: string;
  readonly folder: string;
}

const script = "served-page.js";

/**
 * The page at `/`, by path below it: the exported page's look, with answers from the service.
 * @param models whose reports have its examples
 * @throws {DataError} where henkan was not built
 */
export async function startPageFiles(
  title: string,
  models: readonly NamedFolder[],
): Promise<ReadonlyMap<string, PageFile>> {
  const [bundle, licences] = await bundledFiles("web", [script, "licenses.txt"]);
  const examples = (await Promise.all(models.map(examplesOf))).flat();
  const html = renderPage({
    name: title,
    examples: examples.map(({ source }) => source),
    exampleModels: examples.map(({ model }) => model),
    script,
    controls,
    needs: "This page needs JavaScript.",
    links: ' · <a href="docs">API</a>',
  });
  const text = (data: string | Uint8Array) => data as PageFile["data"];
  return new Map([
    ["", { type: "text/html; charset=utf-8", data: html }],
    ["page.css", { type: "text/css; charset=utf-8", data: webStyle + controlStyle }],
    [script, { type: "text/javascript; charset=utf-8", data: text(bundle!.data) }],
    ["licenses.txt", { type: "text/plain; charset=utf-8", data: text(licences!.data) }],
  ]);
}

/** Hidden until there are several models, and until the service asks for a token. */
const controls = `<p class="control" hidden><label id="model-label" for="model">Model</label> <select id="model"></select></p>
<p class="control" hidden><label id="token-label" for="token">Token</label> <input id="token" type="password" autocomplete="off"></p>
`;

const controlStyle = `
.control { display: flex; align-items: center; gap: 10px; margin: 0 0 14px; font-size: 14px; color: var(--soft); }
.control :is(select, input) { font: 15px/1.4 var(--sans); color: var(--ink); background: var(--card); border: 1px solid var(--rule);
  border-radius: 8px; padding: 6px 10px; }
`;

async function examplesOf({ name, folder }: NamedFolder) {
  try {
    const sources = exampleSources(await readFile(join(folder, "report.html"), "utf8"));
    return sources.map((source) => ({ source, model: name }));
  } catch {
    return []; // a model needs no report
  }
}
