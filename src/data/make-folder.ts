import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { DataError } from "../errors.ts";
import { errnoWords } from "./errno.ts";

/**
 * Makes a folder, and those above it, where they are missing. Unlike Node's `recursive`, which reports a missing folder
 * whatever the disk said, it tells why it failed.
 * @returns the outermost that was made; undefined where all were there
 * @throws {DataError} that says why it cannot be made
 */
export async function makeFolder(path: string): Promise<string | undefined> {
  try {
    return await makeMissing(resolve(path));
  } catch (cause) {
    throw new DataError(`${path}: cannot be created: ${errnoWords(cause)}`, { cause });
  }
}

async function makeMissing(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return path;
  } catch (cause) {
    if (await isFolder(path)) return undefined;
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT" || dirname(path) === path) throw cause;
  }
  const above = await makeMissing(dirname(path));
  await mkdir(path).catch(async (cause) => {
    if (!(await isFolder(path))) throw cause; // else another process was faster
  });
  return above ?? path;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
