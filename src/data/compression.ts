import type { Transform } from "node:stream";
import zlib from "node:zlib";
import { DataError } from "../errors.ts";

const extensions = ["gz", "br", "zst"] as const;

/** How a file is compressed, by its extension. */
export type Compression = (typeof extensions)[number];

export function compressionOf(path: string): Compression | null {
  const end = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  return extensions.find((extension) => extension === end) ?? null;
}

/** A name without the extension of its compression: `pairs.tsv` for `pairs.tsv.gz`. */
export function withoutCompression(path: string): string {
  return compressionOf(path) === null ? path : path.replace(/\.\w+$/, "");
}

/**
 * A stream that turns the bytes of a compressed file into its content.
 * @param path the file's name in error messages
 * @throws {DataError} if this version of Node does not support the format
 */
export function decompressor(compression: Compression, path: string): Transform {
  if (compression === "gz") return zlib.createGunzip();
  if (compression === "br") return zlib.createBrotliDecompress();
  // Missing from the types of the oldest Node that henkan runs on.
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };
  if (createZstdDecompress !== undefined) return createZstdDecompress();
  throw new DataError(
    `${path}: Node ${process.version} does not know Zstandard: expected Node 22.15 or newer; or decompress the file ` +
      `first, with zstd -d ${path}`,
  );
}
