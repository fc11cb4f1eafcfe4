import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { z } from "zod";
import { errnoWords } from "../../data/errno.ts";
import { DataError } from "../../errors.ts";

/** What a file was when it was read. */
export const fileIdentitySchema = z.object({
  path: z.string(),
  bytes: z.number(),
  /** Milliseconds since 1970. */
  modified: z.number(),
  /** Of its content. */
  sha256: z.string(),
});

export type FileIdentity = z.infer<typeof fileIdentitySchema>;

/** What can be told of a file without reading it. */
export type FileState = Omit<FileIdentity, "sha256">;

/**
 * @throws {DataError} where it cannot be read, or is no regular file
 */
export async function fileState(path: string): Promise<FileState> {
  const status = await stat(path).catch((cause) => {
    throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
  });
  if (!status.isFile()) {
    throw new DataError(
      `${path}: not a regular file: a token cache is made in several readings; write what it gives into a file first`,
    );
  }
  return { path, bytes: status.size, modified: status.mtimeMs };
}

/** @throws {DataError} where the file is not as it was */
export async function refuseChangedFile(before: FileState): Promise<void> {
  const after = await fileState(before.path);
  if (after.bytes === before.bytes && after.modified === before.modified) return;
  throw new DataError(
    `${before.path}: it changed between two readings, from ${before.bytes} to ${after.bytes} bytes: start again when ` +
      "nothing writes to it",
  );
}

/** Reads the file for what tells its content from another. */
export async function identify(state: FileState): Promise<FileIdentity> {
  return { ...state, sha256: await contentHash(state.path) };
}

/** Whether a file is still what it was, by size and time, or else by its content. */
export async function isSameFile(before: FileIdentity, now: FileState): Promise<boolean> {
  if (before.bytes !== now.bytes) return false;
  return before.modified === now.modified || (await contentHash(now.path)) === before.sha256;
}

async function contentHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  } catch (cause) {
    throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
  }
  return hash.digest("hex");
}
