import { DataError } from "../../errors.ts";

export interface Row {
  readonly fields: readonly string[];
  /** The line of the file on which it begins. */
  readonly line: number;
}

export interface DelimitedRowsOptions {
  readonly delimiter: string;
  /** The file's name in error messages. */
  readonly name: string;
  /** The line number in the file of the first line. */
  readonly firstLine: number;
  /** Whether quotes inside an unquoted field are text, as in Anki exports, and not an error. */
  readonly looseQuotes?: boolean;
}

/**
 * The rows of a table (RFC 4180): quoted fields may hold delimiters, line ends and doubled quotes.
 * @throws {DataError} if a quote is out of place or never closed
 */
export async function* delimitedRows(
  lines: AsyncIterable<string>,
  { delimiter, name, firstLine, looseQuotes = false }: DelimitedRowsOptions,
): AsyncGenerator<Row, void, undefined> {
  let number = firstLine - 1;
  let fields: string[] = [];
  let start = firstLine;
  let quoted: { text: string; line: number } | null = null; // the open quoted field
  const fail = (kind: "openQuote" | "strayQuote", problem: string, line: number): never => {
    const place = `${name}:${line}`;
    throw new DataError({ kind, text: `${place}: not CSV: ${problem}`, place });
  };
  for await (const line of lines) {
    number++;
    let at = 0;
    if (quoted === null) {
      fields = [];
      start = number;
    }
    while (at <= line.length) {
      if (quoted === null && line[at] === '"') {
        quoted = { text: "", line: number };
        at++;
      }
      let text = "";
      if (quoted !== null) {
        const end = line.indexOf('"', at);
        quoted.text += line.slice(at, end < 0 ? undefined : end);
        if (end < 0) break;
        at = end + 1;
        if (line[at] === '"') {
          quoted.text += '"';
          at++;
          continue;
        }
        text = quoted.text;
      }
      const end = line.indexOf(delimiter, at);
      const rest = line.slice(at, end < 0 ? undefined : end);
      if (quoted !== null && rest !== "") {
        if (!looseQuotes) {
          fail(
            "strayQuote",
            "text behind a closing quote: expected the end of the field; quotes inside a field have to be doubled",
            number,
          );
        }
        text = `"${text}"`;
      } else if (quoted === null && !looseQuotes && rest.includes('"')) {
        fail(
          "strayQuote",
          "a quote inside a field that does not begin with one: expected the field in quotes, and quotes in it doubled",
          number,
        );
      }
      fields.push(text + rest);
      quoted = null;
      at = end < 0 ? line.length + 1 : end + delimiter.length;
    }
    if (quoted === null) yield { fields, line: start };
    else quoted.text += "\n";
  }
  if (quoted !== null) fail("openQuote", "the quote that opens here is never closed", quoted.line);
}
