import { readFile } from "node:fs/promises";
import { ConfigError } from "../errors.ts";
import { architecture } from "../jobs/describe-model.ts";
import { henkanVersion } from "../version.ts";
import type { ModelToExport } from "./model-to-export.ts";
import { bundledFiles } from "./shipped-files.ts";
import type { Export } from "./write-export.ts";

interface Manifest {
  readonly engines: Record<string, string>;
  readonly allowScripts: Record<string, boolean>;
  readonly dependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
}

/** An npm package with one function, `transduce`, for Node and for browsers. */
export async function exportPackage(model: ModelToExport): Promise<Export> {
  const name = packageName(model.name);
  const bundled = await bundledFiles("package", ["index.js", "index.d.ts", "licenses.txt"]);
  const example = model.examples[0] ?? "…";
  return {
    files: [
      { path: "package.json", data: await manifest(name, model) },
      { path: "README.md", data: readme(name, example, model) },
      ...bundled.map((file) =>
        file.path === "index.d.ts" ? { ...file, data: withExample(file.data, example) } : file,
      ),
      ...model.files,
    ],
    hints: (folder) => [
      // Without --install-links npm makes a link, and does not install what the package depends on.
      `Install it with "npm install --install-links ${folder}", or publish it with "npm publish ${folder}"; then:`,
      `  import { transduce } from "${name}";`,
      `  const { text } = await transduce(${JSON.stringify(example)});`,
    ],
  };
}

/** A model's name as npm requires it: "My model" becomes "my-model"; a scope stays. @throws {ConfigError} */
function packageName(name: string): string {
  const plain = (part: string) =>
    part
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, "-")
      .replaceAll(/^[-._]+|-+$/g, "");
  const [, scope, rest] = /^@([^/]+)\/(.+)$/.exec(name) ?? [undefined, undefined, name];
  const result = scope === undefined ? plain(rest!) : `@${plain(scope)}/${plain(rest!)}`;
  if (result.length <= 214 && !/^$|^@\/|\/$/.test(result)) return result;
  throw new ConfigError(
    `name "${name}": expected a name for an npm package, such as "my-model" or "@me/my-model"`,
  );
}

async function manifest(name: string, { record }: ModelToExport): Promise<string> {
  const own = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as Manifest;
  const pick = (names: readonly string[], from: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(names.map((one) => [one, from[one]]));
  const json = {
    name,
    version: "1.0.0",
    description: `A sequence-to-sequence model, trained with henkan ${record.henkan}`,
    type: "module",
    sideEffects: false,
    engines: own.engines,
    exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
    files: ["index.js", "index.d.ts", "licenses.txt", "model"],
    allowScripts: pick(["onnxruntime-node", "protobufjs"], own.allowScripts),
    dependencies: pick(["onnxruntime-web"], own.dependencies),
    optionalDependencies: pick(["onnxruntime-node"], own.optionalDependencies),
    henkan: { version: henkanVersion, kind: "package" },
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

/** Puts the model's own example into the declarations. */
function withExample(declarations: string | Uint8Array, example: string): string {
  const text = typeof declarations === "string" ? declarations : new TextDecoder().decode(declarations);
  // The example is inside a comment, which it must not end.
  return text.replaceAll('"EXAMPLE"', () => JSON.stringify(example).replaceAll("*/", "*\\/"));
}

function readme(name: string, example: string, { model, record }: ModelToExport): string {
  const text = JSON.stringify(example);
  const facts = [
    ...architecture(model.configuration),
    ["parameters", model.weights.values.length.toLocaleString("en")],
    ["trained on", `${record.data.pairs.toLocaleString("en")} pairs`],
  ];
  return `# ${name}

A sequence-to-sequence model as one function. It runs in Node and in browsers, offline; nothing is sent anywhere.

\`\`\`js
import { transduce } from "${name}";

const { text } = await transduce(${text});
const { hypotheses } = await transduce(${text}, { beam: 5, nBest: 5 });
const several = await transduce([${text}, ${text}]); // in order, several times faster than one by one
\`\`\`

The result also has the score, the tokens of both sides and the attention between them; the types say all.

In Node it computes with \`onnxruntime-node\` where that is installed, else with WebAssembly. In a page, let a bundler
such as Vite build it: the model's files and ONNX Runtime's \`.wasm\` become assets of the page.

| the model | |
|---|---|
${facts.map(([label, value]) => `| ${label} | ${value} |`).join("\n")}

Made by henkan. What is bundled here has the licences in \`licenses.txt\`.
`;
}
