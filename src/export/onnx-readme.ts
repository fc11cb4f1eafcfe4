import { architecture } from "../jobs/describe-model.ts";
import { marginOf, tokensPerSourceToken } from "../search/output-limit.ts";
import type { Model } from "../seq2seq/model.ts";
import type { ModelToExport } from "./model-to-export.ts";
import { onnxFiles } from "./onnx-files.ts";
import type { OnnxModels, OnnxSource } from "./onnx-models.ts";
import { type Port, signatureOf } from "./onnx-signature.ts";
import { isSubword, onnxUsage } from "./onnx-usage.ts";

/**
 * README.md of an ONNX export: what each file takes and returns, and how to call it for this model.
 * @param example a line to try it with
 */
export function onnxReadme(
  source: OnnxSource,
  { record }: Pick<ModelToExport, "record">,
  { model: searchModel, stages }: OnnxModels,
  example: string,
): string {
  const { model, name, search, int8 } = source;
  const { beam, nBest, lengthPenalty } = search;
  const how = beam === 1 ? "greedy search" : `beam search (beam ${beam}, length penalty ${lengthPenalty})`;
  const facts = [
    ...architecture(model.configuration),
    ["parameters", `${model.weights.values.length.toLocaleString("en")}, ${int8 ? "int8" : "float32"}`],
    ["trained on", `${record.data.pairs.toLocaleString("en")} pairs`],
  ];
  return `# ${name}

A sequence-to-sequence model as ONNX, made by henkan. It uses standard operators alone (ai.onnx 17), so any runtime
that knows them can run it, such as ONNX Runtime in Python, JavaScript, C, C++, C#, Java or Rust.

| file | |
|---|---|
| \`${onnxFiles.model}\` | the model with its search: from token ids to token ids, by ${how} |
| \`${onnxFiles.encoder}\`, \`${onnxFiles.step}\` | the same model for a search of your own |
| \`source.tokenizer.json\`, \`target.tokenizer.json\` | text to ids and back${tokenizerHint(model)} |

The tokenizers and all else that a program needs are also in each model's metadata.${
    int8
      ? `

Weights are int8. What they are multiplied with is rounded as the model runs, with one scale for all of a batch: the
output of a sentence may hang a little on the sentences beside it.`
      : ""
  }

${onnxUsage(model, example)}

## ${onnxFiles.model}

${ports(searchModel)}

\`source\` has a row for each sentence: the ids of its tokens, \`</s>\` (3), and \`<pad>\` (0) up to the longest of the
batch. A token that the vocabulary does not have is \`<unk>\` (1). Keep to ${model.configuration.source.maximumLength} tokens in a
sentence: training has seen no longer ones.
${copies(model)}
\`ids\` has for each sentence ${nBest === 1 ? "its best output" : `its ${nBest} best outputs, the best first`}: tokens, \`</s>\`, and \`<pad>\` behind. \`scores\` are what
outputs are ranked by: log P over the length penalty. \`logProbabilities\` are those of each token and of \`</s>\`,
natural logarithms.${
    attends(model)
      ? ` \`attention\` has for each token of an output, and for its \`</s>\`, the weights over the source's
tokens and its \`</s>\`, which add up to 1.`
      : ""
  }

## ${onnxFiles.encoder} and ${onnxFiles.step}

${onnxFiles.encoder}:

${ports(stages.encoder)}

${onnxFiles.step}:

${ports(stages.step)}

Run the encoder once. Then, step by step, give the decoder's step the memory (${stages.memory.map((one) => `\`${one}\``).join(", ") || "this model has none"}), which stays as it is, the
states, and \`token\`: \`<s>\` (2) at first, later the token that you have chosen of \`logProbabilities\`. Each
\`next.state.…\` is the \`state.…\` of the next step. Stop at \`</s>\`, and after at most as many steps as you like:
${onnxFiles.model} makes min(${model.configuration.target.maximumLength}, ${marginOf(model)} + ${tokensPerSourceToken} · source tokens) + 1, and the last token is then \`</s>\`. For a beam, repeat
each sentence's rows of the memory, and reorder those of the states.${
    model.configuration.decoder.reversed
      ? ` This model writes an output from its end: the last token comes first, and
\`</s>\` when its beginning is reached. ${onnxFiles.model} has put its outputs into the order in which they are read.`
      : ""
  }

| the model | |
|---|---|
${facts.map(([label, value]) => `| ${label} | ${value} |`).join("\n")}
`;
}

function ports(onnx: Uint8Array): string {
  const { inputs, outputs } = signatureOf(onnx);
  const rows = (kind: string, list: readonly Port[]) =>
    list.map(({ name, dtype, shape }) => `| ${kind} | \`${name}\` | ${dtype} | \`[${shape.join(", ")}]\` |`);
  return [
    "| | name | type | shape |",
    "|---|---|---|---|",
    ...rows("input", inputs),
    ...rows("output", outputs),
  ].join("\n");
}

function attends({ configuration }: Model): boolean {
  return configuration.context.kind === "attention";
}

/** What a model that may copy reads besides the source. */
function copies({ configuration, target }: Model): string {
  if (!configuration.decoder.copying) return "";
  const V = target.vocabulary.size;
  return `
\`copies\` says what each token of \`source\` is copied as: its id in the target's vocabulary, which has ${V} tokens; for
one that is not there, ${V} plus the position, from 0, where it first stands in the sentence; for \`</s>\` and \`<pad>\` the
same as in \`source\`. An id of an output that is ${V} or more is the source's token at position id − ${V}.
`;
}

/** How the tokenizers' files are read. */
function tokenizerHint({ source, target }: Model): string {
  const subwords = [source, target].filter(isSubword).length;
  const listed = "each entry of `vocabulary` stands at its id";
  const loaded = "Hugging Face's tokenizers load it";
  if (subwords === 0) return `; ${listed}`;
  return subwords === 2 ? `; ${loaded}` : `; where there is a \`model\` ${loaded}, else ${listed}`;
}
