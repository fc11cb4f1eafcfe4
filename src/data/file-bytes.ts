import type { Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { DataError } from "../errors.ts";
import { compressionOf, decompressor } from "./compression.ts";
import { errnoWords } from "./errno.ts";

/**
 * Streams the content of a file, decompressed if its name ends in `.gz`, `.br` or `.zst`.
 * @param onBytes called with the number of bytes on disk that were read since the last call
 * @throws {DataError} if it cannot be read or decompressed, or changed while it was read
 */
export async function* fileBytes(
  path: string,
  onBytes: (count: number) => void = () => {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const compression = compressionOf(path);
  const decompress = compression === null ? null : decompressor(compression, path);
  let file: FileHandle | null = null;
  try {
    file = await open(path);
    const before = await file.stat();
    const raw = file.createReadStream({ autoClose: false });
    raw.on("data", (chunk) => onBytes(chunk.length));
    raw.pause(); // the listener alone would set it flowing
    const content = decompress === null ? raw : pipeline(raw, decompress, () => {});
    for await (const chunk of content as AsyncIterable<Uint8Array>) yield chunk;
    refuseChange(before, await file.stat(), path);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const { code = "" } = cause as NodeJS.ErrnoException;
    if (decompress !== null && /^(Z_|ERR_|ZSTD)/.test(code)) {
      const what = code === "Z_BUF_ERROR" ? "it ends too early, as if it were cut off" : errnoWords(cause);
      throw new DataError(`${path}: cannot be decompressed: ${what}: expected a whole .${compression} file`, {
        cause,
      });
    }
    throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
  } finally {
    await file?.close();
  }
}

function refuseChange(before: Stats, after: Stats, path: string): void {
  if (!before.isFile() || (before.size === after.size && before.mtimeMs === after.mtimeMs)) return;
  throw new DataError(
    `${path}: it changed while it was read, from ${before.size} to ${after.size} bytes: start again when nothing writes to it`,
  );
}
