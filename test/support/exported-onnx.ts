import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { type Exported, type ExportOptions, exportModel } from "../../src/export/index.ts";
import { saveModel } from "../../src/model-folder/model-folder.ts";
import { Weights } from "../../src/nn/index.ts";
import { type Model, traceModel } from "../../src/seq2seq/model.ts";
import { EOS, PAD, tokenizerFromJson, trainTokenizer } from "../../src/text/index.ts";
import { copiesOf } from "./reference-search-comparison.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { history } from "./tiny-saved-model.ts";
import { type WildOptions, wildModel } from "./wild-model.ts";

/**
 * Outputs are short: wild weights make much of rounding, the more the longer. The source is put into lower case.
 */
function wild(options: WildOptions): Model {
  const lengths = { target: { maximumLength: 7 }, source: { maximumLength: 10 } };
  const model = wildModel({ ...lengths, ...options });
  return { ...model, source: tokenizerFromJson({ ...model.source.toJSON(), lowercase: true }) };
}

/** A model for each way in which the decoder sees the source, and for operators that single cells need. */
export const exportable: Readonly<Record<string, Model>> = {
  "attention with input feeding, LSTM": wild({ seed: 2 }),
  "additive attention, GRU": wild({
    seed: 3,
    context: { score: "additive" },
    encoder: { cell: "gru" },
    decoder: { cell: "gru", inputFeeding: false },
  }),
  "fixed at first, GRU": wild({
    seed: 4,
    context: { kind: "fixed-initial" },
    encoder: { cell: "gru", bidirectional: false },
    decoder: { cell: "gru" },
  }),
  "fixed at every step, LSTM in two layers": wild({
    seed: 5,
    context: { kind: "fixed-every-step" },
    encoder: { layers: 2 },
    decoder: { layers: 2 },
  }),
  "attention, layer-norm LSTM and SSRU": wild({
    seed: 6,
    encoder: { cell: "layer-norm-lstm" },
    decoder: { cell: "ssru" },
  }),
  "additive attention, LSTM that writes from the end": wild({
    seed: 7,
    context: { score: "additive" },
    decoder: { reversed: true },
  }),
  "attention with copying, LSTM": wild({
    seed: 42,
    words: "p q r s a c",
    endBias: -8,
    decoder: { copying: true },
  }),
};

/** A model that reads and writes subwords. */
export function subwordModel({ copying = false, seed = 3 } = {}): Model {
  const configuration = parseConfiguration({
    encoder: { size: 6, embedding: 5 },
    decoder: { size: 6, embedding: 7, copying },
    target: { maximumLength: 7 },
  });
  const source = trainTokenizer({ kind: "bpe", lowercase: true }, ["bead bead beads abc abc"]);
  const target = trainTokenizer({ kind: "bpe", byteFallback: false }, ["私は猫が好き 私は犬が好き pq pq"]);
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const { specs } = traceModel(configuration, sizes).parameters;
  const weights = new Weights(specs);
  weights.initialize(specs, seed);
  weights.values.forEach((value, i) => {
    weights.values[i] = 5 * value;
  });
  return { configuration, source, target, weights };
}

export const lines = ["abc", "d", "hgfedcba", "ab", "zz", "bead"];

/** The lines with outputs that count as right. */
export const pairs = lines.map((source, i) => ({ source, target: i % 2 === 0 ? "p q r s p" : "s s r q" }));

export interface ExportedOnnx extends Exported {
  /** The folder of the model, and that of the export. */
  readonly folder: string;
  readonly out: string;
  readonly model: Uint8Array;
  readonly encoder: Uint8Array;
  readonly step: Uint8Array;
}

/** Saves a model, exports it as ONNX, and reads the export. */
export async function exportedOnnx(
  model: Model,
  options: Partial<ExportOptions> = {},
): Promise<ExportedOnnx> {
  const parent = await temporaryFolder();
  const [folder, out] = [join(parent, "letters"), join(parent, "out")];
  await saveModel(folder, model, history);
  const exported = await exportModel(folder, { to: "onnx", out, ...options });
  const read = (file: string) => readFile(join(out, file));
  return {
    ...exported,
    folder,
    out,
    model: await read("model.onnx"),
    encoder: await read("encoder.onnx"),
    step: await read("decoder-step.onnx"),
  };
}

/** What is fed of sources, with `</s>` and PAD behind, in rows: `[B][S]`; `copies` to a model that may copy. */
export function sourceRows(model: Model, sources: readonly string[]): Record<string, number[][]> {
  const rows = (ids: (line: string) => number[]) => {
    const S = Math.max(...sources.map((line) => ids(line).length));
    return sources.map((line) => [...ids(line), ...Array<number>(S - ids(line).length).fill(PAD)]);
  };
  return {
    source: rows((line) => [...model.source.encode(line), EOS]),
    ...(model.configuration.decoder.copying && { copies: rows((line) => [...copiesOf(model, line)]) }),
  };
}

/** Large enough for its products to be worth quantising, and tame enough for the same outputs mostly. */
export function largerModel(copying = false): Model {
  const model = wildModel({
    encoder: { size: 34, embedding: 67 },
    decoder: { size: 34, embedding: 71, copying },
    endBias: 3,
  });
  model.weights.values.forEach((value, i) => {
    if (value > -100) model.weights.values[i] = 0.2 * value;
  });
  return model;
}
