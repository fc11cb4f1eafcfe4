import { DataError } from "../errors.ts";
import type { Columns } from "./columns.ts";
import { withoutCompression } from "./compression.ts";
import { fileBytes } from "./file-bytes.ts";
import { type FileFormatName, fileFormatNames, fileFormats, formatOfExtension } from "./formats/index.ts";
import { decodeLines } from "./lines.ts";
import { noRemarks, type PairLine, type Remarks } from "./pair.ts";
import { parseParallel } from "./parse.ts";

/** A file of pairs, or two files whose lines with the same number form a pair. */
export type PairFile = string | { readonly source: string; readonly target: string };

export interface OpenPairsOptions {
  /** Default: by the file's name, see `fileFormatOf`. Two files are always read as lines. */
  readonly format?: FileFormatName | undefined;
  /** Which columns, keys or languages are source and target, if the format leaves it open. */
  readonly columns?: Columns | undefined;
  /** Whether the first line of a table names its columns. Default: yes for CSV; for TSV, if `columns` are names. */
  readonly header?: boolean | undefined;
  /** Counts what was done to pairs. */
  readonly remarks?: Remarks | undefined;
  /** Called with the number of bytes on disk that were read since the last call. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/** The format that a file's name indicates, whether or not the file is compressed; TSV if it indicates none. */
export function fileFormatOf(path: string): FileFormatName {
  return formatOfExtension(/\.(\w+)$/.exec(withoutCompression(path))?.[1] ?? "");
}

/** The name of the file or files in error messages. */
export function pairFileName(file: PairFile): string {
  return typeof file === "string" ? file : `${file.source} and ${file.target}`;
}

/**
 * Reads each record of a file, a pair or why there is none, in constant memory.
 *
 * @throws {DataError} at the first record that is invalid in the format; for an option that does not apply to the
 * format; if a file cannot be read, is not UTF-8, or changed while it was read
 */
export async function* openPairs(
  file: PairFile,
  { format, columns, header, remarks = noRemarks(), onBytes }: OpenPairsOptions = {},
): AsyncGenerator<PairLine, void, undefined> {
  if (typeof file !== "string") {
    const lines = (path: string) => ({ lines: decodeLines(fileBytes(path, onBytes), path), name: path });
    yield* parseParallel(lines(file.source), lines(file.target));
    return;
  }
  const chunks = fileBytes(file, onBytes);
  try {
    yield* readPairBytes(chunks, file, { format: format ?? fileFormatOf(file), columns, header, remarks });
  } finally {
    await chunks.return(undefined); // a reader may have looked ahead and stopped
  }
}

/**
 * Like `openPairs`, for bytes from elsewhere, such as standard input.
 * @param name their name in error messages
 * @throws {DataError} as `openPairs` does
 */
export async function* readPairBytes(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  { format = "tsv", columns, header, remarks = noRemarks() }: Omit<OpenPairsOptions, "onBytes"> = {},
): AsyncGenerator<PairLine, void, undefined> {
  const { options, read } = fileFormats[format];
  if (header !== undefined && !options.includes("header")) {
    const others = fileFormatNames.filter((one) => fileFormats[one].options.includes("header"));
    throw new DataError(
      `${name}: header ${header}: a file in the format ${format} has none: leave it out, or say another format ` +
        `(${others.join(" and ")} have one)`,
    );
  }
  yield* read(chunks, { name, columns, header, remarks });
}
