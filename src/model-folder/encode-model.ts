import type { Model } from "../seq2seq/model.ts";
import type { Tokenizer } from "../text/index.ts";
import { henkanVersion } from "../version.ts";
import { type ModelFile, modelFiles } from "./files.ts";
import { folderFormat, formatRecord, type ModelHistory, type ModelRecord } from "./record.ts";
import { encodeSafetensors } from "./safetensors.ts";

/**
 * The files of a model folder, in pieces. `config.json` holds the checksum of the weights.
 * @param digest gives the SHA-256 of pieces in hexadecimal digits
 * @param nameOf a file's name in error messages
 */
export async function encodeModel(
  model: Model,
  history: ModelHistory,
  digest: (pieces: readonly Uint8Array[]) => string | Promise<string>,
  nameOf: (file: ModelFile) => string = (file) => file,
): Promise<Readonly<Record<ModelFile, readonly Uint8Array[]>>> {
  const weights = encodeSafetensors(model.weights);
  const record: ModelRecord = {
    format: folderFormat,
    henkan: henkanVersion,
    ...history,
    vocabulary: { source: model.source.vocabulary.size, target: model.target.vocabulary.size },
    ...(model.outputMargin !== undefined && { outputMargin: model.outputMargin }),
    weights: { bytes: weights.reduce((sum, { length }) => sum + length, 0), sha256: await digest(weights) },
    configuration: model.configuration,
  };
  const encode = (text: string) => [new TextEncoder().encode(text)];
  return {
    [modelFiles.config]: encode(formatRecord(record, nameOf(modelFiles.config))),
    [modelFiles.weights]: weights,
    [modelFiles.source]: encode(formatTokenizer(model.source)),
    [modelFiles.target]: encode(formatTokenizer(model.target)),
  };
}

/** The text of a tokenizer's file. */
export function formatTokenizer(tokenizer: Tokenizer): string {
  return `${JSON.stringify(tokenizer, undefined, 2)}\n`;
}
