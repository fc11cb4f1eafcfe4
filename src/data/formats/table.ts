import { pipeline, Readable } from "node:stream";
import { DataError } from "../../errors.ts";
import { areNamed, type Columns, columnIndices } from "../columns.ts";
import { htmlText } from "../html-text.ts";
import { lineBlocks } from "../line-blocks.ts";
import { type PairLine, type Remarks, trimPair } from "../pair.ts";
import type { AnkiHeader } from "./anki-header.ts";
import { singleLine } from "./single-line.ts";

export interface TableOptions {
  /** What errors call the file. */
  readonly name: string;
  readonly columns?: Columns | undefined;
  readonly remarks: Remarks;
}

interface Row {
  readonly fields: readonly string[];
  /** The line of the file that it begins on. */
  readonly line: number;
}

/**
 * Reads a CSV file (RFC 4180: fields in quotes may hold delimiters, line ends and doubled quotes). Its first row names the
 * columns. Without `columns`, they are those named source and target, or the only two. Whether `,`, `;` or a tab stands
 * between fields is what occurs most in the first line.
 * @throws {DataError} where there are no such columns, or a row lacks one of them
 */
export async function* readCsv(
  lines: AsyncIterable<string>,
  { name, columns }: TableOptions,
): AsyncGenerator<PairLine, void, undefined> {
  const { first, all } = await peek(lines);
  let indices: readonly [number, number] | null = null;
  for await (const row of rows(all, delimiterOf(first), name, 1)) {
    if (indices !== null) {
      yield pairOf(row, indices, name, (text) => text);
    } else if (row.fields.every((field) => field.trim() === "")) {
      yield "blank";
    } else {
      indices = columnIndices(columns ?? defaultColumns(row.fields, name), row.fields, `${name}:${row.line}`);
      yield "header";
    }
  }
}

/**
 * Reads the rows of an Anki export, whose header is read already: the first two fields of each card, or those that
 * `columns` says.
 * @throws {DataError} where there are no such columns, or a row lacks one of them
 */
export async function* readAnki(
  lines: AsyncIterable<string>,
  { delimiter, html, names, others, lines: above }: AnkiHeader,
  { name, columns, remarks }: TableOptions,
): AsyncGenerator<PairLine, void, undefined> {
  const toText = (field: string): string => {
    const text = html ? htmlText(field) : field.replace(/\[sound:[^\]]*\]/g, "");
    if (text !== field) marked = true;
    return text;
  };
  let marked = false;
  let indices: readonly [number, number] | null = null;
  for (let i = 0; i < above; i++) yield "header";
  for await (const row of rows(lines, delimiter, name, above + 1, true)) {
    if (row.fields.every((field) => field.trim() === "")) {
      yield "blank";
      continue;
    }
    if (indices === null) {
      const fields = row.fields.flatMap((_, i) => (others.includes(i + 1) ? [] : [i]));
      const called = names ?? (columns !== undefined && areNamed(columns) ? [] : row.fields);
      indices =
        columns === undefined
          ? [fields[0] ?? 0, fields[1] ?? 1]
          : columnIndices(columns, called, `${name}:${row.line}`);
    }
    marked = false;
    const line = pairOf(row, indices, name, toText);
    if (marked && typeof line !== "string") remarks.markup++;
    yield line;
  }
}

function pairOf(
  { fields, line }: Row,
  [source, target]: readonly [number, number],
  name: string,
  toText: (field: string) => string,
): PairLine {
  if (fields.length === 1 && fields[0]!.trim() === "") return "blank";
  const [from, to] = [fields[source], fields[target]];
  if (from === undefined || to === undefined) {
    throw new DataError(
      `${name}:${line}: the row has ${fields.length} fields: expected at least ${Math.max(source, target) + 1}, as ` +
        "its columns say; a field that holds a delimiter or a line end has to be in quotes",
    );
  }
  return trimPair({ source: singleLine(toText(from)), target: singleLine(toText(to)) });
}

function defaultColumns(header: readonly string[], name: string): Columns {
  const names = header.map((field) => field.trim());
  if (names.includes("source") && names.includes("target")) return ["source", "target"];
  if (names.length === 2) return [1, 2];
  throw new DataError(
    `${name}: which columns are source and target? It has ${names.map((one) => JSON.stringify(one)).join(", ")}: say it ` +
      "with --columns SOURCE,TARGET, or as data.columns in the configuration file",
  );
}

function delimiterOf(line: string): string {
  const bare = line.replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter;
}

/** The first line, and all of them. */
async function peek(
  lines: AsyncIterable<string>,
): Promise<{ first: string; all: AsyncGenerator<string, void, undefined> }> {
  const iterator = lines[Symbol.asyncIterator]();
  const { value, done } = await iterator.next();
  async function* all(): AsyncGenerator<string, void, undefined> {
    if (done) return;
    yield value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { first: done ? "" : value, all: all() };
}

async function* rows(
  lines: AsyncIterable<string>,
  delimiter: string,
  name: string,
  firstLine: number,
  looseQuotes = false,
): AsyncGenerator<Row, void, undefined> {
  const { parse } = await import("csv-parse");
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: looseQuotes,
    record_delimiter: "\n",
  });
  let failure: unknown = null; // of the lines, where a file cannot be read on
  pipeline(Readable.from(lineBlocks(lines)), parser, (error) => {
    failure = error;
  });
  let line = firstLine;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      yield { fields: record, line };
      line = firstLine + info.lines;
    }
  } catch (error) {
    if (isCsvError(error)) {
      // The parser is ahead of the rows that are taken. Of a quote that is never closed, its message alone has the line.
      const at = Number(/opening quote at line (\d+)/.exec(error.message)?.[1] ?? error.lines);
      const problem = problems[error.code] ?? error.message;
      throw new DataError(`${name}:${firstLine + at - 1}: not CSV: ${problem}`, { cause: error });
    }
    throw failure ?? error;
  }
}

const problems: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "the quote that opens here is never closed",
  INVALID_OPENING_QUOTE:
    "a quote inside a field that does not begin with one: expected the field in quotes, and quotes in it doubled",
  CSV_INVALID_CLOSING_QUOTE:
    "text behind a closing quote: expected the end of the field; quotes inside a field have to be doubled",
};

function isCsvError(error: unknown): error is Error & { code: string; lines: number } {
  return error instanceof Error && "code" in error && /^(CSV_|INVALID_)/.test(String(error.code));
}
