import { DataError, shortened } from "../../errors.ts";
import { areNamed, type Columns, columnIndices, refuseNamed } from "../columns.ts";
import { decodeLines } from "../lines.ts";
import type { PairLine } from "../pair.ts";
import { separatorOf } from "../separator-line.ts";
import { ankiHeaderOf, readAnki } from "./anki.ts";
import { delimitedRows } from "./delimited-rows.ts";
import type { FileFormat, FormatReading } from "./file-format.ts";
import { tablePair } from "./table-pair.ts";

/** Comma-separated values. */
export const csv: FileFormat = {
  extensions: ["csv"],
  description:
    "a table whose first row names the columns: source and target, or the only two; `,`, `;`, a tab, or what a line " +
    "such as sep=; says, between fields",
  options: ["columns", "header"],
  read: (chunks, options) => readCsv(decodeLines(chunks, options.name), options),
};

/**
 * Reads a CSV file (RFC 4180). Its first row names the columns, unless `header` is false. Without `columns`, the
 * columns are those named source and target, or the only two. A first line `sep=;` declares the delimiter, as in
 * Excel; without it, the delimiter is whichever of `,`, `;` and tab occurs most in the first line.
 */
async function* readCsv(
  lines: AsyncIterable<string>,
  options: FormatReading,
): AsyncGenerator<PairLine, void, undefined> {
  const { name, columns, header = true } = options;
  const { header: anki, rest } = await ankiHeaderOf(lines, name);
  if (anki !== null) {
    yield* readAnki(rest, anki, options);
    return;
  }
  const { separator, first, all } = await withoutSeparatorLine(rest);
  if (separator !== null) yield "header";
  const delimiter = separator ?? delimiterOf(first);
  let indices: readonly [number, number] | null = null;
  for await (const row of delimitedRows(all, { delimiter, name, firstLine: separator === null ? 1 : 2 })) {
    if (indices === null && row.fields.some((field) => field.trim() !== "")) {
      const place = `${name}:${row.line}`;
      if (!header && columns !== undefined && areNamed(columns)) refuseNamed(columns, place);
      indices = columnIndices(columns ?? defaultColumns(row.fields, header, name), row.fields, place);
      if (header) {
        yield "header";
        continue;
      }
    }
    yield tablePair(row, indices ?? [0, 1], name);
  }
}

/** The separator in a first line such as `sep=;`, the first line after it, and all lines from there. */
async function withoutSeparatorLine(lines: AsyncIterable<string>): Promise<{
  separator: string | null;
  first: string;
  all: AsyncIterable<string>;
}> {
  const iterator = lines[Symbol.asyncIterator]();
  let next = await iterator.next();
  const separator = next.done ? null : separatorOf(next.value);
  if (separator !== null) next = await iterator.next();
  async function* all(): AsyncGenerator<string, void, undefined> {
    if (next.done) return;
    yield next.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { separator, first: next.done ? "" : next.value, all: all() };
}

function defaultColumns(fields: readonly string[], header: boolean, name: string): Columns {
  const names = fields.map((field) => field.trim());
  if (header && names.includes("source") && names.includes("target")) return ["source", "target"];
  if (names[0] !== "" && names[1] && names.slice(2).every((one) => one === "")) return [1, 2];
  const known = shortened(names.map((one) => JSON.stringify(one)).join(", "));
  throw new DataError({
    kind: "whichColumns",
    text: header
      ? `${name}: which columns are source and target? It has ${known}: name two of them as columns`
      : `${name}: which columns are source and target? Its first row is ${known}: say it by numbers from 1 on, as columns`,
    ...{ place: name, known },
  });
}

function delimiterOf(line: string): string {
  const bare = line.replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter;
}
