import { DataError } from "../errors.ts";
import { areNamed, type Columns, columnIndices, refuseNamed } from "./columns.ts";
import type { Lines } from "./lines.ts";
import { type PairLine, type PairReading, readAll, trimPair } from "./pair.ts";
import { separatorOf } from "./separator-line.ts";

/**
 * `tsv`: source, tab, target; further columns, such as the attribution in exports of Tatoeba, are ignored. Tatoeba's
 * own pairs, `id, text, id, text`, are recognised by their first line.
 * `jsonl`: one JSON object per line with the strings `source` and `target`; further keys are ignored.
 */
export type PairFormat = "tsv" | "jsonl";

export interface PairLinesOptions {
  format: PairFormat;
  /** The file's name in error messages. */
  name: string;
  /** Default: the first two of TSV; `source` and `target` of JSON. Columns of TSV are named in its first line. */
  columns?: Columns | undefined;
  /** Whether the first line of TSV names the columns. Default: if `columns` are names. */
  header?: boolean | undefined;
}

/**
 * Reads lines of pairs.
 *
 * @throws DataError at the first line, not blank, that is not a pair
 */
export function readPairs(lines: Lines, options: PairLinesOptions): Promise<PairReading> {
  return readAll(parsePairs(lines, options));
}

/**
 * Parses lines one at a time, so that more pairs than fit into memory can be read.
 *
 * @throws DataError at the first line, not blank, that is not a pair
 */
export async function* parsePairs(
  lines: Lines,
  { format, name, columns, header }: PairLinesOptions,
): AsyncGenerator<PairLine, void, undefined> {
  const parse = format === "tsv" ? tsvParser(columns, header) : jsonParser(columns);
  let number = 0;
  for await (const line of lines) {
    number++;
    yield line.trim() === "" ? "blank" : parse(line, `${name}:${number}`);
  }
}

/** Parses a line that is not blank. */
type LineParser = (line: string, place: string) => PairLine;

/** Lines and their name in error messages. */
interface NamedLines {
  lines: Lines;
  name: string;
}

/**
 * Pairs the lines of two files by line number.
 *
 * @throws DataError if one has more lines than the other
 */
export function readParallelPairs(source: NamedLines, target: NamedLines): Promise<PairReading> {
  return readAll(parseParallel(source, target));
}

/**
 * Pairs the lines of two files one at a time: both files are read in step.
 *
 * @throws DataError if one has more lines than the other
 */
export async function* parseParallel(
  source: NamedLines,
  target: NamedLines,
): AsyncGenerator<PairLine, void, undefined> {
  const sides = [source, target].map(({ lines, name }) => ({ name, lines: iterate(lines), count: 0 }));
  const [from, to] = sides as [(typeof sides)[number], (typeof sides)[number]];
  const next = async (side: typeof from): Promise<string | null> => {
    const { done, value } = await side.lines.next();
    if (done) return null;
    side.count++;
    return value;
  };
  try {
    while (true) {
      const text = await next(from);
      const other = await next(to);
      if (text !== null && other !== null) yield trimPair({ source: text, target: other });
      else if (text === other) return;
      else break;
    }
    for (const side of sides) while ((await next(side)) !== null); // to count the lines for the message
    throw new DataError(
      `the numbers of lines differ: ${from.count} in ${from.name}, ${to.count} in ${to.name}: ` +
        "expected line n of the one to belong to line n of the other",
    );
  } finally {
    for (const { lines } of sides) await lines.return(undefined);
  }
}

/** Iterates over lines, in memory or streamed. */
async function* iterate(lines: Lines): AsyncGenerator<string, void, undefined> {
  yield* lines;
}

function tsvParser(columns: Columns | undefined, header?: boolean): LineParser {
  let indices: readonly [source: number, target: number] | null = null;
  let isFirst = true;
  return (line, place) => {
    if (isFirst) {
      isFirst = false;
      const separator = separatorOf(line);
      if (separator === "\t") return "header";
      if (separator !== null) {
        throw new DataError({
          kind: "otherSeparator",
          text:
            `${place}: ${quoted(line)} says that ${JSON.stringify(separator)} stands between fields: expected tabs; name ` +
            "the file .csv, or say that its format is csv",
          ...{ place, separator },
        });
      }
    }
    if (indices === null) {
      refuseLoneReturns(line, place);
      const named = columns !== undefined && areNamed(columns);
      if (named && header === false) refuseNamed(columns, place);
      if (named || header === true) {
        const names = line.split("\t");
        indices = columnIndices(columns ?? headerColumns(names), names, place);
        return "header";
      }
      indices =
        columns === undefined ? usualColumns(line, place) : [Number(columns[0]) - 1, Number(columns[1]) - 1];
    }
    const [source, target] = indices;
    const needed = Math.max(source, target) + 1;
    const fields = line.split("\t", needed);
    if (fields.length === needed) return trimPair({ source: fields[source]!, target: fields[target]! });
    const about = { place, line: quoted(line) };
    if (needed === 2) {
      throw new DataError({
        kind: "noTab",
        text:
          `${place}: ${about.line} has no tab: expected source, tab, target; ` +
          "name the file .jsonl if it holds JSON lines, or give source and target as two files",
        ...about,
      });
    }
    throw new DataError({
      kind: "fewColumns",
      text: `${place}: ${about.line} has ${fields.length} columns: expected at least ${needed}, with tabs between them`,
      ...{ place, columns: fields.length, needed },
    });
  };
}

/** The columns of a header that are called source and target, or the first two. */
function headerColumns(names: readonly string[]): Columns {
  const called = names.map((name) => name.trim());
  return called.includes("source") && called.includes("target") ? ["source", "target"] : [1, 2];
}

/** The columns of source and target in a Tatoeba file or any other file. */
function usualColumns(line: string, place: string): readonly [source: number, target: number] {
  const [first = "", second = "", third = "", fourth] = line.split("\t", 5);
  const isId = (field: string): boolean => /^\d+$/.test(field);
  if (fourth !== undefined && isId(first) && isId(third) && !isId(second) && !isId(fourth)) return [1, 3];
  if (isId(first) && /^[a-z]{3}$/.test(second) && third !== "") {
    throw new DataError({
      kind: "lonelySentences",
      text:
        `${place}: ${quoted(line)} is a number, a language and a sentence: expected pairs; at tatoeba.org/downloads they are ` +
        'under "Sentence pairs". If it is a pair all the same, say so: columns 1 and 2',
      ...{ place, line: quoted(line) },
    });
  }
  return [0, 1];
}

/** Refuses lines that end with CR alone, as on the classic Macintosh: they would be one line. */
function refuseLoneReturns(line: string, place: string): void {
  if (!/\t[^\r]*\r[^\r]*\t/.test(line)) return;
  throw new DataError({
    kind: "loneReturns",
    text: `${place}: lines end with CR alone: expected LF or CR LF; convert the file, for example with tr '\\r' '\\n'`,
    place,
  });
}

function jsonParser(columns: Columns | undefined): LineParser {
  const [source, target] = (columns ?? ["source", "target"]).map(String) as [string, string];
  const example = `{${JSON.stringify(source)}: "…", ${JSON.stringify(target)}: "…"}`;
  return (line, place) => {
    const fail = (problem: string, cause?: unknown): never => {
      const text = `${place}: ${quoted(line)} ${problem}: expected an object like ${example}`;
      throw new DataError({ kind: "notJson", text, place, line: quoted(line), example }, { cause });
    };
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      fail("is not JSON", cause);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return fail("is not an object");
    const text = (key: string): string => {
      const found = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
      return typeof found === "string" ? found : fail(`has no string ${JSON.stringify(key)}`);
    };
    return trimPair({ source: text(source), target: text(target) });
  };
}

/** A value as messages show it: in quotes, and short enough for a line of a terminal. */
function quoted(text: string): string {
  const characters = [...text.slice(0, 100)];
  return JSON.stringify(characters.length > 40 ? `${characters.slice(0, 40).join("")}…` : text);
}
