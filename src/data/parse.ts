import { z } from "zod";
import { DataError } from "../errors.ts";
import { allLines, type Lines } from "./lines.ts";
import { collect, type Pair, type PairLine, type PairReading, trimPair } from "./pair.ts";

/**
 * `tsv`: source, tab, target; further columns, such as the attribution in exports of Tatoeba, are ignored.
 * `jsonl`: one JSON object a line with the strings `source` and `target`; further keys are ignored.
 */
export type PairFormat = "tsv" | "jsonl";

export interface PairLinesOptions {
  format: PairFormat;
  /** What errors call the file. */
  name: string;
}

/**
 * Reads lines of pairs.
 *
 * @throws DataError at the first line, not blank, that is not a pair
 */
export async function readPairs(lines: Lines, options: PairLinesOptions): Promise<PairReading> {
  const reading: PairReading = { pairs: [], skipped: { blank: 0, empty: 0 } };
  for await (const line of parsePairs(lines, options)) collect(reading, line);
  return reading;
}

/**
 * What each line holds, one after the other: pairs too many for memory can be read this way.
 *
 * @throws DataError at the first line, not blank, that is not a pair
 */
export async function* parsePairs(
  lines: Lines,
  { format, name }: PairLinesOptions,
): AsyncGenerator<PairLine, void, undefined> {
  const parse = format === "tsv" ? parseTsv : parseJson;
  let number = 0;
  for await (const line of lines) {
    number++;
    yield line.trim() === "" ? "blank" : trimPair(parse(line, `${name}:${number}`));
  }
}

/**
 * Pairs the lines of two files by their number.
 *
 * @throws DataError if one has more lines than the other
 */
export async function readParallelPairs(
  source: { lines: Lines; name: string },
  target: { lines: Lines; name: string },
): Promise<PairReading> {
  const sources = await allLines(source.lines);
  const targets = await allLines(target.lines);
  if (sources.length !== targets.length) {
    throw new DataError(
      `the numbers of lines differ: ${sources.length} in ${source.name}, ${targets.length} in ${target.name}: ` +
        "expected line n of the one to belong to line n of the other",
    );
  }
  const reading: PairReading = { pairs: [], skipped: { blank: 0, empty: 0 } };
  sources.forEach((text, i) => {
    collect(reading, trimPair({ source: text, target: targets[i]! }));
  });
  return reading;
}

function parseTsv(line: string, place: string): Pair {
  const [source, target] = line.split("\t", 2);
  if (target !== undefined) return { source: source!, target };
  throw new DataError(
    `${place}: ${quoted(line)} has no tab: expected source, tab, target; ` +
      "name the file .jsonl if it holds JSON lines, or give source and target as two files",
  );
}

const pairSchema = z.object({ source: z.string(), target: z.string() });

function parseJson(line: string, place: string): Pair {
  const expected = 'expected an object like {"source": "…", "target": "…"}';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new DataError(`${place}: ${quoted(line)} is not JSON: ${expected}`, { cause });
  }
  const pair = pairSchema.safeParse(value);
  if (pair.success) return pair.data;
  const key = pair.error.issues[0]!.path[0];
  const problem = key === undefined ? "is not an object" : `has no string ${JSON.stringify(key)}`;
  throw new DataError(`${place}: ${quoted(line)} ${problem}: ${expected}`);
}

/** A value as messages show it: in quotes, and not longer than a line of a terminal bears. */
function quoted(text: string): string {
  const characters = [...text.slice(0, 100)];
  return JSON.stringify(characters.length > 40 ? `${characters.slice(0, 40).join("")}…` : text);
}
