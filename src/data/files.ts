import { stat } from "node:fs/promises";
import { DataError } from "../errors.ts";
import { fileBytes } from "./file-bytes.ts";
import { allLines, decodeLines } from "./lines.ts";
import { type OpenPairsOptions, openPairs, type PairFile, pairFileName } from "./open-pairs.ts";
import { type PairReading, readAll, type Skipped } from "./pair.ts";

/**
 * Reads a file of pairs in any format that `openPairs` supports.
 *
 * @throws DataError if the file cannot be read, a line is not a pair, or there is no pair at all
 */
export function readPairsFile(path: string, options: OpenPairsOptions = {}): Promise<PairReading> {
  return readPairFile(path, options);
}

/**
 * Reads two files; lines with the same number form a pair.
 *
 * @throws DataError if a file cannot be read, their numbers of lines differ, or there is no pair at all
 */
export function readParallelFiles(sourcePath: string, targetPath: string): Promise<PairReading> {
  return readPairFile({ source: sourcePath, target: targetPath });
}

async function readPairFile(file: PairFile, options: OpenPairsOptions = {}): Promise<PairReading> {
  const reading = await readAll(openPairs(file, options));
  refuseNoPairs(reading.pairs.length, reading.skipped, pairFileName(file));
  return reading;
}

/**
 * Reads all lines of a file, including blank ones; none from an empty file.
 *
 * @throws DataError if the file cannot be read or is not UTF-8
 */
export function readLinesFile(path: string): Promise<string[]> {
  return allLines(fileLines(path));
}

/**
 * Streams the lines of a file, including blank ones.
 *
 * @throws DataError if the file cannot be read, or at the first line that is not UTF-8
 */
export function fileLines(path: string): AsyncGenerator<string, void, undefined> {
  return decodeLines(fileBytes(path), path);
}

/**
 * How many lines `fileLines` will give. Undefined if the file can be read only once, like a pipe.
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

/** @throws DataError if nothing but skipped lines was read */
export function refuseNoPairs(pairs: number, { blank, empty, ...others }: Skipped, name: string): void {
  if (pairs > 0) return;
  const reasons = Object.entries(others).filter(([, count]) => count > 0);
  if (blank + empty === 0 && reasons.length === 0) {
    throw new DataError(`${name}: no pairs: the file is empty`);
  }
  const more = reasons.map(([reason, count]) => `, ${reason}: ${count}`).join("");
  throw new DataError(
    `${name}: no pairs: blank lines: ${blank}, lines that lack the source or the target: ${empty}${more}`,
  );
}
