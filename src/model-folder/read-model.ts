import { type Configuration, parseConfiguration } from "../configuration/configuration.ts";
import { CheckpointError, ConfigError } from "../errors.ts";
import type { Weights } from "../nn/index.ts";
import type { Problem } from "../problems.ts";
import { type Model, traceModel } from "../seq2seq/model.ts";
import { type Tokenizer, tokenizerFromJson } from "../text/index.ts";
import { type ModelFiles, modelFiles } from "./files.ts";
import { type ModelRecord, parseRecord } from "./record.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { sha256 } from "./sha256.ts";

/** A model folder in memory. */
export interface SavedModel {
  readonly model: Model;
  readonly record: ModelRecord;
}

const again = "copy it again from where the model was trained, or train again";

/**
 * Reads a model from its files, wherever they are. `config.json` is read first, then the others together.
 * @param onProgress receives the bytes of the weights so far and in total, as they arrive over the network
 * @throws {CheckpointError} where a file is missing, damaged, altered, or of a newer format
 */
export async function readModel(
  files: ModelFiles,
  onProgress: (loaded: number, total: number) => void = () => {},
): Promise<SavedModel> {
  const { record, configuration } = await readDescription(files);
  const size = await files.sizeOf?.(modelFiles.weights);
  if (size !== undefined && size > 0) {
    refuseOtherLength(files.nameOf(modelFiles.weights), size, record.weights.bytes); // before as much is read
  }
  const [sourceBytes, targetBytes, bytes] = await inOrder([
    files.read(modelFiles.source),
    files.read(modelFiles.target),
    files.read(modelFiles.weights, (loaded) => onProgress(loaded, record.weights.bytes)),
  ]);
  const { nameOf } = files;
  const source = readTokenizer(sourceBytes!, nameOf(modelFiles.source), record.vocabulary.source);
  const target = readTokenizer(targetBytes!, nameOf(modelFiles.target), record.vocabulary.target);
  const { specs } = traceModel(configuration, record.vocabulary).parameters;
  const weightsPath = nameOf(modelFiles.weights);
  refuseOtherLength(weightsPath, bytes!.length, record.weights.bytes);
  const weights = decodeSafetensors(bytes!, specs, weightsPath);
  refuseAltered(weightsPath, await sha256(bytes!), record.weights.sha256);
  refuseNonFinite(weightsPath, weights);
  const { outputMargin } = record;
  return { model: { configuration, source, target, weights, ...(outputMargin && { outputMargin }) }, record };
}

/**
 * Reads what `config.json` says about a model.
 * @throws {CheckpointError} where it is missing, damaged, or of a newer format
 */
export async function readDescription(
  files: ModelFiles,
): Promise<{ record: ModelRecord; configuration: Configuration }> {
  const path = files.nameOf(modelFiles.config);
  const record = parseRecord(readJson(await files.read(modelFiles.config), path), path);
  return { record, configuration: readConfiguration(record.configuration, path) };
}

/** Waits for all; of several errors it throws the first in order, not the first in time. */
async function inOrder<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

/** @throws {CheckpointError} where a file is not JSON */
export function readJson(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new CheckpointError(damaged(path, `not JSON: ${again}`), { cause });
  }
}

function readConfiguration(json: unknown, path: string): Configuration {
  try {
    return parseConfiguration(json, path);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw new CheckpointError(cause.message, { cause, problems: cause.problems });
  }
}

function readTokenizer(bytes: Uint8Array, path: string, size: number): Tokenizer {
  const json = readJson(bytes, path);
  let tokenizer: Tokenizer;
  try {
    tokenizer = tokenizerFromJson(json);
  } catch (cause) {
    if (!(cause instanceof CheckpointError)) throw cause;
    const text = `${path}: ${cause.message}`;
    throw new CheckpointError({ kind: "noTokenizer", text, file: path, reason: cause.message }, { cause });
  }
  const found = tokenizer.vocabulary.size;
  if (found === size) return tokenizer;
  const text = `${path}: ${found} entries, expected ${size} by ${modelFiles.config}: ${again}`;
  throw new CheckpointError({ kind: "otherLength", text, file: path, found, expected: size });
}

/** @throws {CheckpointError} where a weight is not a finite number: outputs would be empty or nonsense */
function refuseNonFinite(path: string, { views, values }: Weights): void {
  let zero = 0; // until a value is not finite: several times as fast as testing each
  for (const value of values) zero += 0 * value;
  if (zero === 0) return;
  const { name, data } = views.find(({ data }) => !data.every(Number.isFinite))!;
  const at = data.findIndex((value) => !Number.isFinite(value));
  throw new CheckpointError({
    kind: "notFinite",
    text:
      `${path}: value ${at} of ${name} is ${data[at]}, expected a finite number: train again, with a lower ` +
      "training.learningRate if training diverged",
    ...{ file: path, parameter: name },
  });
}

function refuseOtherLength(path: string, found: number, expected: number): void {
  if (found === expected) return;
  const verdict = found < expected ? "it is truncated" : "it is too long";
  throw new CheckpointError({
    kind: "otherLength",
    text:
      `${path}: ${found} bytes, expected ${expected} by ${modelFiles.config}: ${verdict}: copy it again from where it ` +
      "was trained, or train again",
    ...{ file: path, found, expected },
  });
}

function refuseAltered(path: string, found: string, expected: string): void {
  if (found === expected) return;
  const why =
    `its SHA-256 is ${found.slice(0, 8)}…, expected ${expected.slice(0, 8)}… by ${modelFiles.config}: it was ` +
    "altered or belongs to another model: copy it again from where it was trained, or train again";
  throw new CheckpointError(damaged(path, why));
}

function damaged(file: string, why: string): Problem {
  return { kind: "damagedFile", text: `${file}: ${why}`, file };
}
