import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { makeFolder } from "../data/make-folder.ts";
import { writeFileAtomically } from "../data/write-file.ts";
import type { Model } from "../seq2seq/model.ts";
import { encodeModel } from "./encode-model.ts";
import { filesInFolder, modelFiles } from "./files.ts";
import { readDescription, readJson, readModel, type SavedModel } from "./read-model.ts";
import { formatRecord, type ModelHistory, parseRecord } from "./record.ts";
import { replaceModel, settleModel } from "./replace-model.ts";

export { modelFiles, type SavedModel };

/**
 * Writes a model folder, or replaces the model in one as a whole: whatever stops it, the folder holds the old model or the
 * new one (see `replaceModel`). `config.json` holds the checksum of the weights.
 * @throws {DataError} that says which file cannot be written and why
 */
export async function saveModel(folder: string, model: Model, history: ModelHistory): Promise<void> {
  const files = await encodeModel(model, history, sha256, (file) => join(folder, file));
  await makeFolder(folder);
  await replaceModel(folder, files);
}

/** Replaces what a model folder says about the model's history; the model stays. */
export async function saveHistory(folder: string, history: ModelHistory): Promise<void> {
  await settleModel(folder);
  const files = await filesInFolder(folder);
  const path = files.nameOf(modelFiles.config);
  const record = parseRecord(readJson(await files.read(modelFiles.config), path), path);
  await writeFileAtomically(path, formatRecord({ ...record, ...history }, path));
}

/**
 * Reads a model folder.
 * @throws {CheckpointError} where the folder or a file is missing, damaged, altered, or of a newer format
 */
export async function loadModel(folder: string): Promise<SavedModel> {
  return readModel(await filesInFolder(folder));
}

/**
 * Reads only the configuration of a model folder.
 * @throws {CheckpointError} where the folder or its `config.json` is missing, damaged, or of a newer format
 */
export async function loadConfiguration(folder: string): Promise<Configuration> {
  return (await readDescription(await filesInFolder(folder))).configuration;
}

function sha256(pieces: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}
