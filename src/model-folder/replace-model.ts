import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { errnoWords } from "../data/errno.ts";
import { syncFolder, writeSynced } from "../data/synced.ts";
import { DataError } from "../errors.ts";
import { type ModelFile, modelFiles, nextModel } from "./files.ts";

/** In this order they take their places: whoever finds `config.json` there finds all. */
const files = [modelFiles.weights, modelFiles.source, modelFiles.target, modelFiles.config] as const;

/**
 * Replaces the files of a model as one: they are written into a folder beside, whose renaming is the moment at which the
 * new model is there; then they take the old ones' places. A process that is killed before that moment leaves the old
 * model, and one that is killed after it the new one, which readers find in the folder beside.
 * @throws {DataError} that says which file cannot be written and why; the old model is whole
 */
export async function replaceModel(
  folder: string,
  contents: Readonly<Record<ModelFile, readonly Uint8Array[]>>,
): Promise<void> {
  await settleModel(folder);
  const fresh = join(folder, `${nextModel}.${process.pid}.tmp`);
  let path = folder;
  try {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh);
    for (const file of files) {
      path = join(folder, file);
      await writeSynced(join(fresh, file), contents[file]);
    }
    await syncFolder(fresh);
    await rename(fresh, join(folder, nextModel));
    await syncFolder(folder);
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true }).catch(() => {});
    throw new DataError(`${path}: cannot be written: ${errnoWords(cause)}`, { cause });
  }
  await settleModel(folder);
}

/**
 * Puts the files of a new model into their places, where a process was killed before it had done so.
 * @throws {DataError} where that cannot be done; the new model is whole in the folder beside
 */
export async function settleModel(folder: string): Promise<void> {
  const next = join(folder, nextModel);
  const names = await readdir(next).catch(() => null);
  if (names === null) return;
  try {
    for (const file of files) if (names.includes(file)) await rename(join(next, file), join(folder, file));
    await rmdir(next);
    await syncFolder(folder);
  } catch (cause) {
    throw new DataError(`${next}: its files cannot be moved to ${folder}: ${errnoWords(cause)}`, { cause });
  }
}
