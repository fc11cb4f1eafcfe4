import { areNamed, columnIndices } from "../columns.ts";
import { htmlText } from "../html-text.ts";
import type { PairLine } from "../pair.ts";
import { type AnkiHeader, isAnkiHeader, parseAnkiHeader } from "./anki-header.ts";
import { delimitedRows } from "./delimited-rows.ts";
import type { FormatReading } from "./file-format.ts";
import { tablePair } from "./table-pair.ts";

/**
 * Distinguishes an Anki export, whose first lines say how it is written, from other tables.
 * @returns its header, or null, and the lines after it
 */
export async function ankiHeaderOf(
  lines: AsyncIterable<string>,
  name: string,
): Promise<{ header: AnkiHeader | null; rest: AsyncIterable<string> }> {
  const iterator = lines[Symbol.asyncIterator]();
  const head: string[] = [];
  let next = await iterator.next();
  for (; !next.done && isAnkiHeader(next.value); next = await iterator.next()) head.push(next.value);
  async function* rest(): AsyncGenerator<string, void, undefined> {
    if (next.done) return;
    yield next.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { header: head.length === 0 ? null : parseAnkiHeader(head, name), rest: rest() };
}

/**
 * Reads the rows of an Anki export: the first two fields of each card, or those that `columns` selects.
 * @throws {DataError} if there are no such columns, or a row lacks one of them
 */
export async function* readAnki(
  lines: AsyncIterable<string>,
  { delimiter, html, names, others, lines: above }: AnkiHeader,
  { name, columns, remarks }: FormatReading,
): AsyncGenerator<PairLine, void, undefined> {
  const toText = (field: string): string => {
    const text = html ? htmlText(field) : field.replace(/\[sound:[^\]]*\]/g, "");
    if (text !== field) marked = true;
    return text;
  };
  let marked = false;
  let indices: readonly [number, number] | null = null;
  for (let i = 0; i < above; i++) yield "header";
  for await (const row of delimitedRows(lines, {
    delimiter,
    name,
    firstLine: above + 1,
    looseQuotes: true,
  })) {
    if (indices === null && row.fields.some((field) => field.trim() !== "")) {
      const fields = row.fields.flatMap((_, i) => (others.includes(i + 1) ? [] : [i]));
      const called = names ?? (columns !== undefined && areNamed(columns) ? [] : row.fields);
      indices =
        columns === undefined
          ? [fields[0] ?? 0, fields[1] ?? 1]
          : columnIndices(columns, called, `${name}:${row.line}`);
    }
    marked = false;
    const line = tablePair(row, indices ?? [0, 1], name, toText);
    if (marked && typeof line !== "string") remarks.markup++;
    yield line;
  }
}
