import { DataError } from "../../errors.ts";

/** What the first lines of an Anki export say about the others. */
export interface AnkiHeader {
  /** How many lines it has. */
  readonly lines: number;
  readonly delimiter: string;
  /** Whether fields hold HTML. */
  readonly html: boolean;
  /** The names of the columns, if it gives them. */
  readonly names: readonly string[] | null;
  /** The columns, from 1 on, that are not fields of a card: its deck, its tags and the like. */
  readonly others: readonly number[];
}

const delimiters: Readonly<Record<string, string>> = {
  tab: "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
  colon: ":",
  space: " ",
};

const headerLine =
  /^#(separator|html|columns|(?:tags|notetype|deck|guid) column|notetype|deck|tags|if matches):(.*)$/i;

/** Whether a line is one of an Anki export's header, such as `#separator:tab`. */
export function isAnkiHeader(line: string): boolean {
  return headerLine.test(line);
}

/**
 * Reads the header of a text file that Anki wrote (its manual, "Text Files", "File Headers").
 * @param lines the file's first lines, for which `isAnkiHeader` is true
 * @param name the file's name in error messages
 * @throws {DataError} if it names a separator that Anki does not have
 */
export function parseAnkiHeader(lines: readonly string[], name: string): AnkiHeader {
  const values = new Map<string, string>();
  for (const line of lines) {
    const [, key, value] = headerLine.exec(line)!;
    values.set(key!.toLowerCase(), value!);
  }
  const separator = values.get("separator")?.trim() || "tab";
  const delimiter = delimiters[separator.toLowerCase()] ?? separator;
  if (delimiter.length !== 1) {
    throw new DataError({
      kind: "ankiSeparator",
      text: `${name}: #separator:${separator}: expected one character, or one of ${Object.keys(delimiters).join(", ")}`,
      ...{ place: name, separator },
    });
  }
  return {
    lines: lines.length,
    delimiter,
    html: values.get("html")?.trim().toLowerCase() === "true",
    names: values.get("columns")?.split(delimiter) ?? null,
    others: [...values].filter(([key]) => key.endsWith(" column")).map(([, value]) => Number(value)),
  };
}
