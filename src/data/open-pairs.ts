import type { Columns } from "./columns.ts";
import { withoutCompression } from "./compression.ts";
import { fileBytes } from "./file-bytes.ts";
import { isAnkiHeader, parseAnkiHeader } from "./formats/anki-header.ts";
import { decodeLines } from "./lines.ts";
import { noRemarks, type PairLine, type Remarks } from "./pair.ts";
import { type PairFormat, parsePairs, parseParallel } from "./parse.ts";

/** A file of pairs, or two files whose lines belong together by their number. */
export type PairFile = string | { readonly source: string; readonly target: string };

/** What a file of pairs may be, beside lines: a table with a header, two translation memories, a catalogue. */
export type FileFormat = PairFormat | "csv" | "tmx" | "xliff" | "po";

export interface OpenPairsOptions {
  /** Default: what the name says, see `fileFormatOf`. Two files are of lines in any case. */
  readonly format?: FileFormat | undefined;
  /** Which columns, keys or languages are source and target, where the format leaves it open. */
  readonly columns?: Columns | undefined;
  /** Counts what was done to pairs. */
  readonly remarks?: Remarks | undefined;
  /** Told how many bytes on the disk are read since the last call. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/** What the name of a file says of its pairs, whether or not it is compressed; TSV where it says nothing. */
export function fileFormatOf(path: string): FileFormat {
  const end = /\.(\w+)$/.exec(withoutCompression(path))?.[1]?.toLowerCase() ?? "";
  return byExtension[end] ?? "tsv";
}

const byExtension: Readonly<Record<string, FileFormat>> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  csv: "csv",
  tmx: "tmx",
  xliff: "xliff",
  xlf: "xliff",
  po: "po",
  pot: "po",
};

/** What errors call it. */
export function pairFileName(file: PairFile): string {
  return typeof file === "string" ? file : `${file.source} and ${file.target}`;
}

/**
 * What each place of a file holds, a pair or why it gives none, in constant memory (but for PO, which is read as a whole).
 *
 * @throws {DataError} at the first place that is not of the format; where a file cannot be read, is not UTF-8, or changed
 * while it was read
 */
export async function* openPairs(
  file: PairFile,
  { format, columns, remarks = noRemarks(), onBytes }: OpenPairsOptions = {},
): AsyncGenerator<PairLine, void, undefined> {
  const lines = (path: string) => decodeLines(fileBytes(path, onBytes), path);
  if (typeof file !== "string") {
    yield* parseParallel(
      { lines: lines(file.source), name: file.source },
      { lines: lines(file.target), name: file.target },
    );
    return;
  }
  const options = { name: file, columns, remarks };
  switch (format ?? fileFormatOf(file)) {
    case "jsonl":
      yield* parsePairs(lines(file), { format: "jsonl", name: file, ...(columns && { columns }) });
      return;
    case "tsv":
      yield* readTsv(lines(file), options);
      return;
    case "csv":
      yield* (await import("./formats/table.ts")).readCsv(lines(file), options);
      return;
    case "tmx":
      yield* (await import("./formats/tmx.ts")).readTmx(fileBytes(file, onBytes), options);
      return;
    case "xliff":
      yield* (await import("./formats/xliff.ts")).readXliff(fileBytes(file, onBytes), options);
      return;
    case "po":
      yield* (await import("./formats/gettext.ts")).readGettext(fileBytes(file, onBytes), options);
  }
}

interface ReadingOptions {
  readonly name: string;
  readonly columns: Columns | undefined;
  readonly remarks: Remarks;
}

/** Lines of TSV, or an Anki export, which is known by its first line. */
async function* readTsv(
  lines: AsyncGenerator<string, void, undefined>,
  options: ReadingOptions,
): AsyncGenerator<PairLine, void, undefined> {
  const { name, columns } = options;
  const head: string[] = [];
  try {
    let next = await lines.next();
    while (!next.done && isAnkiHeader(next.value)) {
      head.push(next.value);
      next = await lines.next();
    }
    const rest = next.done ? lines : withFirst(next.value, lines);
    if (head.length === 0) yield* parsePairs(rest, { format: "tsv", name, ...(columns && { columns }) });
    else {
      const { readAnki } = await import("./formats/table.ts");
      yield* readAnki(rest, parseAnkiHeader(head, name), options);
    }
  } finally {
    await lines.return(undefined);
  }
}

async function* withFirst(
  first: string,
  rest: AsyncGenerator<string, void, undefined>,
): AsyncGenerator<string, void, undefined> {
  yield first;
  yield* rest;
}
