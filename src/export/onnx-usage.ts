import type { Model } from "../seq2seq/model.ts";
import type { Tokenizer } from "../text/index.ts";
import { onnxFiles } from "./onnx-files.ts";

/** Whether a tokenizer is saved as a Hugging Face tokenizer.json. */
export function isSubword({ kind }: Pick<Tokenizer, "kind">): boolean {
  return kind === "bpe" || kind === "unigram";
}

/** The same few lines in Python and in JavaScript; for a model that may copy, with its second input. */
export function onnxUsage(model: Model, example: string): string {
  return `\`\`\`python
${pythonUsage(model, JSON.stringify(example))}
\`\`\`

\`\`\`js
${scriptUsage(model, JSON.stringify(example))}
\`\`\``;
}

function pythonUsage({ source, target, configuration }: Model, text: string): string {
  const { copying = false } = configuration.decoder;
  const most = configuration.source.maximumLength;
  const [read, write] = [isSubword(source), isSubword(target)];
  const load = (side: string, isFile: boolean) =>
    isFile ? `Tokenizer.from_file("${side}.tokenizer.json")` : `vocabulary("${side}")`;
  const numbers = (name: string, isFile: boolean) =>
    isFile ? `${name}.get_vocab()` : `{token: i for i, token in enumerate(${name}) if i > 3}`;
  const size = write ? "target.get_vocab_size()" : "len(target)";
  const lines = [
    read && write ? "" : "import json, unicodedata\n",
    "import numpy as np\nimport onnxruntime  # pip install onnxruntime\n",
    read || write ? "from tokenizers import Tokenizer  # pip install tokenizers\n" : "",
    read && write
      ? ""
      : `\ndef vocabulary(side):\n${indented(`return json.load(open(f"{side}.tokenizer.json", encoding="utf-8"))["vocabulary"]`)}`,
    `\nsource, target = ${load("source", read)}, ${load("target", write)}\n`,
    `number = ${numbers("source", read)}\n`,
    copying ? `writable = ${numbers("target", write)}\n` : "",
    `session = onnxruntime.InferenceSession("${onnxFiles.model}")\n`,
    "\ndef transduce(line):\n",
    indented(`tokens = ${read ? "source.encode(line).tokens" : pythonSplit(source)}`),
    indented(`ids = [number.get(token, 1) for token in tokens[:${most}]] + [3]`),
    copying
      ? indented(
          `copies = [writable.get(token, ${size} + tokens.index(token)) for token in tokens[:${most}]] + [3]`,
        )
      : "",
    indented(
      `(found,) = session.run(["ids"], {"source": np.array([ids], dtype=np.int64)${copying ? ', "copies": np.array([copies], dtype=np.int64)' : ""}})`,
    ),
    indented(write ? "best = [int(i) for i in found[0, 0] if i not in (0, 2, 3)]" : ""),
    indented(`return ${pythonText(target, copying)}`),
  ];
  return `${lines.join("")}\nprint(transduce(${text}))`;
}

function indented(line: string): string {
  return line === "" ? "" : `    ${line}\n`;
}

function pythonText(target: Tokenizer, copying: boolean): string {
  if (isSubword(target)) {
    return copying
      ? "target.decoder.decode([target.id_to_token(i) or tokens[i - target.get_vocab_size()] for i in best])"
      : "target.decode(best)";
  }
  const written = copying ? "(target + tokens)" : "target";
  return `${glueOf(target)}.join(${written}[i] for i in found[0, 0] if i not in (0, 2, 3))`;
}

function pythonSplit(source: Tokenizer): string {
  const normal = normalSteps(source).reduce(
    (text, step) => (step === "lower" ? `${text}.lower()` : `unicodedata.normalize("${step}", ${text})`),
    "line",
  );
  return source.kind === "words"
    ? `${normal}.split()`
    : `list(${normal}.strip())  # where characters combine: regex.findall(r"\\X", …)`;
}

function scriptUsage({ source, target, configuration }: Model, text: string): string {
  const { copying = false } = configuration.decoder;
  const most = configuration.source.maximumLength;
  const [read, write] = [isSubword(source), isSubword(target)];
  const load = (side: string, isFile: boolean) =>
    isFile ? `new Tokenizer(file("${side}"), {})` : `file("${side}").vocabulary`;
  const numbers = (name: string, isFile: boolean) =>
    isFile ? `${name}.get_vocab()` : `new Map(${name}.map((token, id) => [token, id]).slice(4))`;
  const size = write ? "target.get_vocab().size" : "target.length";
  const normal = normalSteps(source).reduce(
    (line, step) => `${line}${step === "lower" ? ".toLowerCase()" : `.normalize("${step}")`}`,
    "line",
  );
  const cut =
    source.kind === "words"
      ? "text.match(/\\P{White_Space}+/gu) ?? []"
      : "Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)";
  const lines = [
    'import { readFileSync } from "node:fs";',
    read || write ? 'import { Tokenizer } from "@huggingface/tokenizers";' : "",
    'import { InferenceSession, Tensor } from "onnxruntime-node"; // in a page: onnxruntime-web, and fetch',
    " ",
    'const file = (side) => JSON.parse(readFileSync(side + ".tokenizer.json", "utf8"));',
    `const [source, target] = [${load("source", read)}, ${load("target", write)}];`,
    `const number = ${numbers("source", read)};`,
    copying ? `const writable = ${numbers("target", write)};` : "",
    `const session = await InferenceSession.create("${onnxFiles.model}");`,
    " ",
    "async function transduce(line) {",
    read
      ? "  const tokens = source.tokenize(line);"
      : `  const text = ${normal}.trim();\n  const tokens = ${cut};`,
    `  const ids = BigInt64Array.from([...tokens.slice(0, ${most}).map((token) => number.get(token) ?? 1), 3], BigInt);`,
    copying
      ? `  const copied = tokens.slice(0, ${most}).map((token) => writable.get(token) ?? ${size} + tokens.indexOf(token));
  const copies = BigInt64Array.from([...copied, 3], BigInt);`
      : "",
    `  const { ids: found } = await session.run({ source: new Tensor("int64", ids, [1, ids.length])${copying ? ', copies: new Tensor("int64", copies, [1, copies.length])' : ""} });`,
    "  const best = Array.from(found.data.slice(0, found.dims[2]), Number).filter((id) => ![0, 2, 3].includes(id));",
    `  return ${scriptText(target, copying)};`,
    "}",
    " ",
    `console.log(await transduce(${text}));`,
  ];
  return lines.flatMap((line) => (line === "" ? [] : [line.trimEnd()])).join("\n");
}

function scriptText(target: Tokenizer, copying: boolean): string {
  if (isSubword(target)) {
    return copying
      ? "target.decoder(best.map((id) => target.id_to_token(id) ?? tokens[id - target.get_vocab().size]))"
      : 'best.length > 0 ? target.decode(best, { clean_up_tokenization_spaces: false }) : ""';
  }
  return `best.map((id) => ${copying ? "[...target, ...tokens]" : "target"}[id]).join(${glueOf(target)})`;
}

function glueOf({ kind }: Tokenizer): string {
  return JSON.stringify(kind === "words" ? " " : "");
}

/** What is done to a line before it is cut into characters or words. */
function normalSteps(source: Tokenizer): string[] {
  const json = source.toJSON();
  const isCompatible = "normalization" in json && json.normalization === "nfkc";
  const form = isCompatible ? "NFKC" : "NFC";
  return source.lowercase ? [...(isCompatible ? [form] : []), "lower", form] : [form];
}
