import { createHash } from "node:crypto";
import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { errnoWords } from "../data/errno.ts";
import { writeFileAtomically } from "../data/write-file.ts";
import { CheckpointError, ConfigError, DataError } from "../errors.ts";
import { type Tokenizer, tokenizerFromJson } from "../text/index.ts";
import { type Configuration, parseConfiguration } from "./configuration.ts";
import { type Model, traceModel } from "./model.ts";
import { folderFormat, type ModelHistory, type ModelRecord, parseRecord } from "./model-folder-record.ts";
import { henkanVersion } from "./model-folder-version.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

/** The files of a model folder. */
export const modelFiles = {
  config: "config.json",
  weights: "weights.safetensors",
  source: "source.tokenizer.json",
  target: "target.tokenizer.json",
  metrics: "metrics.jsonl",
  report: "report.html",
} as const;

/** A model folder in memory. */
export interface SavedModel {
  readonly model: Model;
  readonly record: ModelRecord;
}

/**
 * Writes a model folder, or replaces the model in one. Each file is replaced as a whole. The weights come first: a
 * full disk shows there, with the old model still whole. `config.json` comes last and holds their checksum: a folder
 * that was left half replaced is refused, not misread.
 * @throws {DataError} that says which file cannot be written and why
 */
export async function saveModel(folder: string, model: Model, history: ModelHistory): Promise<void> {
  await createFolder(folder);
  const weights = encodeSafetensors(model.weights);
  await writeFileAtomically(join(folder, modelFiles.weights), weights);
  await writeJson(join(folder, modelFiles.source), model.source);
  await writeJson(join(folder, modelFiles.target), model.target);
  const record: ModelRecord = {
    format: folderFormat,
    henkan: henkanVersion(),
    ...history,
    vocabulary: { source: model.source.vocabulary.size, target: model.target.vocabulary.size },
    weights: { bytes: weights.reduce((sum, { length }) => sum + length, 0), sha256: sha256(weights) },
    configuration: model.configuration,
  };
  await writeJson(join(folder, modelFiles.config), record);
}

/** Replaces what a model folder says about the model's history; the model stays. */
export async function saveHistory(folder: string, history: ModelHistory): Promise<void> {
  const path = join(folder, modelFiles.config);
  const record = parseRecord(await readJson(path), path);
  await writeJson(path, { ...record, ...history });
}

/**
 * Reads a model folder.
 * @throws {CheckpointError} where the folder or a file is missing, damaged, altered, or of a newer format
 */
export async function loadModel(folder: string): Promise<SavedModel> {
  await refuseNoFolder(folder);
  const path = join(folder, modelFiles.config);
  const record = parseRecord(await readJson(path), path);
  const configuration = readConfiguration(record.configuration, path);
  const source = await loadTokenizer(join(folder, modelFiles.source), record.vocabulary.source);
  const target = await loadTokenizer(join(folder, modelFiles.target), record.vocabulary.target);
  const { specs } = traceModel(configuration, record.vocabulary).parameters;
  const weightsPath = join(folder, modelFiles.weights);
  const bytes = await readBytes(weightsPath);
  refuseOtherLength(weightsPath, bytes.length, record.weights.bytes);
  const weights = decodeSafetensors(bytes, specs, weightsPath);
  refuseAltered(weightsPath, sha256([bytes]), record.weights.sha256);
  return { model: { configuration, source, target, weights }, record };
}

async function createFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new DataError(`${folder}: cannot be created: ${errnoWords(cause)}`, { cause });
  }
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFileAtomically(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

async function refuseNoFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((cause: unknown) => {
    throw new CheckpointError(
      `${folder}: cannot be read: ${errnoWords(cause)}: expected a model folder, as "henkan train" writes it`,
      { cause },
    );
  });
  if (!found.isDirectory()) {
    throw new CheckpointError(
      `${folder}: it is a file: expected a model folder, as "henkan train" writes it`,
    );
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new CheckpointError(
      `${path}: cannot be read: ${errnoWords(cause)}: a model folder needs ${modelFiles.config}, ` +
        `${modelFiles.weights}, ${modelFiles.source} and ${modelFiles.target}`,
      { cause },
    );
  }
}

async function readJson(path: string): Promise<unknown> {
  const bytes = await readBytes(path);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new CheckpointError(
      `${path}: not JSON: copy it again from where the model was trained, or train again`,
      {
        cause,
      },
    );
  }
}

function readConfiguration(json: unknown, path: string): Configuration {
  try {
    return parseConfiguration(json, path);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw new CheckpointError(cause.message, { cause });
  }
}

async function loadTokenizer(path: string, size: number): Promise<Tokenizer> {
  const json = await readJson(path);
  let tokenizer: Tokenizer;
  try {
    tokenizer = tokenizerFromJson(json);
  } catch (cause) {
    if (!(cause instanceof CheckpointError)) throw cause;
    throw new CheckpointError(`${path}: ${cause.message}`, { cause });
  }
  const found = tokenizer.vocabulary.size;
  if (found === size) return tokenizer;
  throw new CheckpointError(
    `${path}: ${found} entries, expected ${size} by ${modelFiles.config}: copy it again from where the model was ` +
      "trained, or train again",
  );
}

function refuseOtherLength(path: string, found: number, expected: number): void {
  if (found === expected) return;
  const verdict = found < expected ? "it is truncated" : "it is too long";
  throw new CheckpointError(
    `${path}: ${found} bytes, expected ${expected} by ${modelFiles.config}: ${verdict}: copy it again from where it ` +
      "was trained, or train again",
  );
}

function refuseAltered(path: string, found: string, expected: string): void {
  if (found === expected) return;
  throw new CheckpointError(
    `${path}: its SHA-256 is ${found.slice(0, 8)}…, expected ${expected.slice(0, 8)}… by ${modelFiles.config}: it was ` +
      "altered or belongs to another model: copy it again from where it was trained, or train again",
  );
}

function sha256(pieces: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}
