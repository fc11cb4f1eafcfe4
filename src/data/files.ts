import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { DataError } from "../errors.ts";
import { errnoWords } from "./errno.ts";
import { allLines, decodeLines } from "./lines.ts";
import type { PairReading, Skipped } from "./pair.ts";
import { type PairFormat, readPairs, readParallelPairs } from "./parse.ts";

/**
 * Reads a file of pairs.
 *
 * @param options.format default: JSON lines if the name ends in `.jsonl` or `.ndjson`, otherwise TSV
 * @throws DataError if the file cannot be read, a line is not a pair, or there is no pair at all
 */
export async function readPairsFile(
  path: string,
  { format = pairFormatOf(path) }: { format?: PairFormat } = {},
): Promise<PairReading> {
  const reading = await readPairs(fileLines(path), { format, name: path });
  refuseNoPairs(reading.pairs.length, reading.skipped, path);
  return reading;
}

/**
 * Reads two files whose lines belong together by their number.
 *
 * @throws DataError if a file cannot be read, their numbers of lines differ, or there is no pair at all
 */
export async function readParallelFiles(sourcePath: string, targetPath: string): Promise<PairReading> {
  const reading = await readParallelPairs(
    { lines: fileLines(sourcePath), name: sourcePath },
    { lines: fileLines(targetPath), name: targetPath },
  );
  refuseNoPairs(reading.pairs.length, reading.skipped, `${sourcePath} and ${targetPath}`);
  return reading;
}

/**
 * Reads all lines of a file, blank ones too; none from an empty file.
 *
 * @throws DataError if the file cannot be read or is not UTF-8
 */
export function readLinesFile(path: string): Promise<string[]> {
  return allLines(fileLines(path));
}

/**
 * The lines of a file, blank ones too, one after the other: the file is read as they are taken.
 *
 * @throws DataError if the file cannot be read, or at the first line that is not UTF-8
 */
export function fileLines(path: string): AsyncGenerator<string, void, undefined> {
  return decodeLines(fileBytes(path), path);
}

/**
 * How many lines `fileLines` will give. Undefined for what can be read only once, such as a pipe.
 *
 * @throws DataError if the file cannot be read
 */
export async function countLines(path: string): Promise<number | undefined> {
  const status = await stat(path).catch(() => undefined);
  if (status !== undefined && !status.isFile()) return undefined;
  let lines = 0;
  let last: number | undefined = lineFeed;
  for await (const bytes of fileBytes(path)) {
    for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) lines++;
    last = bytes.at(-1);
  }
  return last === lineFeed ? lines : lines + 1;
}

const lineFeed = 0x0a;

/** What the name of a file says of its pairs. */
export function pairFormatOf(path: string): PairFormat {
  return /\.(jsonl|ndjson)$/i.test(path) ? "jsonl" : "tsv";
}

async function* fileBytes(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
  }
}

/** @throws DataError if nothing but skipped lines was read */
export function refuseNoPairs(pairs: number, { blank, empty }: Skipped, name: string): void {
  if (pairs > 0) return;
  if (blank + empty === 0) throw new DataError(`${name}: no pairs: the file is empty`);
  throw new DataError(
    `${name}: no pairs: blank lines: ${blank}, lines that lack the source or the target: ${empty}`,
  );
}
