import { buildBatch, type Example } from "../data/index.ts";
import type { Executable, HostTensor, Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { EOS, PAD } from "../text/index.ts";
import { greedyGraph } from "./greedy.ts";

/** What a model makes of one line. */
export interface Translation {
  readonly source: string;
  readonly text: string;
  /** log P(text | source), natural. */
  readonly score: number;
  /** The tokens of the output; its `</s>` is counted in score and attention, and not listed. */
  readonly tokens: readonly string[];
  readonly sourceTokens: readonly string[];
  /**
   * For each output token (and `</s>`, if it was reached) the weights over the source's tokens and its `</s>`:
   * rows that add up to 1. Null for a model without attention.
   */
  readonly attention: readonly (readonly number[])[] | null;
  /** True where the source was longer than `source.maximumLength` and was cut. */
  readonly truncated: boolean;
}

export interface Translator {
  /** Translates lines, in order; an empty line stays empty. */
  translate(lines: readonly string[]): Promise<Translation[]>;
}

/** Sentences searched side by side. */
const batchSize = 64;

export interface CompileOptions {
  /** Reads the model's weights at every call, so that they may change; else they are compiled in, which is faster. */
  readonly live?: boolean;
}

/** Makes a translator of a model: greedy search, compiled once. */
export async function createTranslator(
  model: Model,
  runtime: Runtime,
  { live = false }: CompileOptions = {},
): Promise<Translator> {
  const { configuration, source, target, weights } = model;
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const values = new Map(weights.views.map(({ name, data }) => [name, data]));
  const search = await runtime.compile(greedyGraph(configuration, sizes, live ? undefined : values));

  return {
    async translate(lines) {
      const inputs = lines.map((line) => readSource(model, line));
      const translations: Translation[] = inputs.map(emptyTranslation);
      // Sentences of like length share a batch, so that little is padded.
      const order = [...inputs.keys()].filter((index) => inputs[index]!.tokens.length > 0);
      order.sort((a, b) => inputs[a]!.ids.length - inputs[b]!.ids.length || a - b);
      for (let at = 0; at < order.length; at += batchSize) {
        const rows = order.slice(at, at + batchSize);
        const found = await searchBatch(
          model,
          search,
          rows.map((index) => inputs[index]!),
        );
        rows.forEach((index, row) => {
          translations[index] = found[row]!;
        });
      }
      return translations;
    },
  };
}

interface Source {
  readonly line: string;
  readonly tokens: readonly string[];
  /** With `</s>`. */
  readonly ids: Int32Array;
  readonly truncated: boolean;
}

function readSource({ configuration, source }: Model, line: string): Source {
  const limit = configuration.source.maximumLength;
  const tokens = source.tokens(line);
  const ids = source.encode(line).slice(0, limit);
  const truncated = tokens.length > limit;
  return {
    line,
    tokens: truncated ? tokens.slice(0, limit) : tokens,
    ids: Int32Array.from([...ids, EOS]),
    truncated,
  };
}

function emptyTranslation({ line, tokens, truncated }: Source): Translation {
  return { source: line, text: "", score: 0, tokens: [], sourceTokens: tokens, attention: null, truncated };
}

async function searchBatch(
  model: Model,
  search: Executable,
  sources: readonly Source[],
): Promise<Translation[]> {
  const examples: Example[] = sources.map(({ ids }) => ({ source: ids, target: new Int32Array(0) }));
  const { source, sourceMask, S, B } = buildBatch(examples, [...examples.keys()]);
  const result = await search.run({
    ...model.weights.tensors(),
    source: { dtype: "int32", shape: [S, B], data: source },
    sourceMask: { dtype: "float32", shape: [S, B], data: sourceMask },
    maximumLength: {
      dtype: "int64",
      shape: [B],
      data: BigInt64Array.from(sources, (one) => BigInt(longestOutput(model, one.ids.length))),
    },
  });
  const { ids, logProbabilities, attention } = result as Record<string, HostTensor>;
  const T = ids!.shape[0]!;

  return sources.map((line, b) => {
    const column = (tensor: HostTensor, t: number) => Number(tensor.data[t * B + b]);
    let length = 0;
    while (length < T && column(ids!, length) !== EOS && column(ids!, length) !== PAD) length++;
    const steps = length < T && column(ids!, length) === EOS ? length + 1 : length;
    const output = Array.from({ length }, (_, t) => column(ids!, t));
    let score = 0;
    for (let t = 0; t < steps; t++) score += column(logProbabilities!, t);
    const weights = (t: number) => {
      const start = (t * B + b) * S;
      return Array.from((attention!.data as Float32Array).subarray(start, start + line.ids.length));
    };
    return {
      source: line.line,
      text: model.target.decode(output),
      score,
      tokens: output.map((id) => model.target.vocabulary.token(id)),
      sourceTokens: line.tokens,
      attention: attention === undefined ? null : Array.from({ length: steps }, (_, t) => weights(t)),
      truncated: line.truncated,
    };
  });
}

/** A bound for outputs that never end: no output is as long that is not a fault. */
function longestOutput({ configuration }: Model, sourceLength: number): number {
  return Math.min(configuration.target.maximumLength + 1, 20 + 8 * sourceLength);
}
