import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Exported, type ExportOptions, exportModel } from "../../src/export/index.ts";
import type { Model } from "../../src/seq2seq/model.ts";
import { saveModel } from "../../src/seq2seq/model-folder.ts";
import { EOS, tokenizerFromJson } from "../../src/text/index.ts";
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
};

export const lines = ["abc", "d", "hgfedcba", "ab", "zz", "bead"];

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

/** Sources as `source` has them: ids with `</s>`, PAD behind, `[B, S]`. */
export function sourceRows(
  model: Model,
  sources: readonly string[],
): { ids: bigint[]; shape: [number, number] } {
  const rows = sources.map((line) => [...model.source.encode(line), EOS]);
  const S = Math.max(...rows.map(({ length }) => length));
  const padded = rows.flatMap((row) => [...row, ...Array<number>(S - row.length).fill(0)]);
  return { ids: padded.map(BigInt), shape: [rows.length, S] };
}
