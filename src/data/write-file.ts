import { write } from "node:fs";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { DataError } from "../errors.ts";
import { removeRemains } from "./dead-process.ts";
import { errnoWords } from "./errno.ts";
import { syncFolder } from "./synced.ts";

let temporaryFiles = 0;

/**
 * Writes a file so that at any moment, even after a power cut, the path holds either the old content or the new
 * one as a whole: written beside it, then renamed. A symbolic link is followed and permissions are kept. What is
 * no regular file, such as a pipe, is written to directly; so is /dev/stdout, behind what the shell's `>>` names.
 *
 * @param data text (as UTF-8), bytes, or either in pieces, which may be streamed
 * @throws DataError that says why the file cannot be written; nothing is left beside it. Errors of the pieces are
 * passed on unchanged
 */
export async function writeFileAtomically(path: string, data: string | Uint8Array | Pieces): Promise<void> {
  const isShort = typeof data === "string" || data instanceof Uint8Array;
  const pieces = isShort ? [data] : data;
  // What takes long is what processes are killed in.
  if (!isShort) await removeRemains(path, /^\.(\d+)\.\d+\.tmp$/);
  try {
    const existing = await stat(path).catch(() => undefined);
    const descriptor = /^\/dev\/(?:stdout|fd\/1)$/.test(path) ? 1 : undefined;
    if (existing === undefined) await replaceFile(path, pieces);
    else if (existing.isFile() && descriptor !== undefined) await writeToDescriptor(descriptor, pieces);
    else if (existing.isFile()) await replaceFile(await realpath(path), pieces, existing.mode);
    else await writePieces(path, "w", pieces);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new DataError(`${path}: cannot be written: ${errnoWords(cause)}`, { cause });
  }
}

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

async function replaceFile(path: string, pieces: Pieces, mode?: number): Promise<void> {
  const temporary = `${path}.${process.pid}.${temporaryFiles++}.tmp`;
  try {
    await writePieces(temporary, "wx", pieces, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Behind what an open file has: its name would lead to a second file, or empty the first. */
async function writeToDescriptor(descriptor: number, pieces: Pieces): Promise<void> {
  for await (const piece of pieces) {
    let rest = typeof piece === "string" ? Buffer.from(piece) : piece;
    while (rest.length > 0) rest = rest.subarray((await writeOpen(descriptor, rest)).bytesWritten);
  }
}

const writeOpen = promisify(write);

async function writePieces(path: string, flags: "w" | "wx", pieces: Pieces, mode?: number): Promise<void> {
  const file = await open(path, flags, mode);
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    if (flags === "wx") await file.sync(); // pipes and terminals have nothing to sync
  } finally {
    await file.close();
  }
}
