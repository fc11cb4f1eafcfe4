import { DataError } from "../../errors.ts";

/** An entry of a gettext catalogue. */
export interface GettextEntry {
  readonly context: string | undefined;
  readonly message: string;
  readonly plural: string | undefined;
  /** `msgstr`, or `msgstr[0]`. Undefined if the entry has none. */
  readonly translation: string | undefined;
  readonly fuzzy: boolean;
  /** Whether it is marked with `#~`: no longer in the program. */
  readonly obsolete: boolean;
}

/** An entry whose lines have not all been read. */
class OpenEntry {
  readonly texts = new Map<string, string>();
  fuzzy = false;
  obsolete = false;

  /** Whether nothing but comments may follow before the next entry. */
  get isTranslated(): boolean {
    return [...this.texts.keys()].some((keyword) => keyword.startsWith("msgstr"));
  }

  get entry(): GettextEntry {
    const { texts, fuzzy, obsolete } = this;
    return {
      context: texts.get("msgctxt"),
      message: texts.get("msgid")!,
      plural: texts.get("msgid_plural"),
      translation: texts.get("msgstr") ?? texts.get("msgstr[0]"),
      fuzzy,
      obsolete,
    };
  }
}

/**
 * Parses a gettext catalogue (GNU gettext manual, "The Format of PO Files"): all entries in the file's order,
 * including those with the same `msgid`.
 * @param encoding the encoding of the bytes that `\x41` and `\101` stand for
 * @param name the file's name in error messages
 * @throws {DataError} at the first line that is invalid in the format
 */
export async function* gettextEntries(
  lines: AsyncIterable<string>,
  { name, encoding }: { readonly name: string; readonly encoding: string },
): AsyncGenerator<GettextEntry, void, undefined> {
  let number = 0;
  let open = new OpenEntry();
  let keyword: string | null = null; // of the text that a quoted line continues
  const fail = (problem: string): never => {
    const place = `${name}:${number}`;
    const text = `${place}: not a gettext catalogue: ${problem}`;
    throw new DataError({ kind: "notGettext", text, place, reason: problem });
  };
  const strings = stringParser(encoding, fail);
  for await (const line of lines) {
    number++;
    const [, prefix = "", content = ""] = /^\s*(#~(?!\||,)\s*)?(.*?)\s*$/s.exec(line)!;
    if (content === "") continue;
    if (content.startsWith("#")) {
      if (open.isTranslated) {
        yield open.entry;
        open = new OpenEntry();
        keyword = null;
      }
      if (/^#~?[,=].*\bfuzzy\b/.test(content)) open.fuzzy = true;
      continue;
    }
    if (content.startsWith('"')) {
      if (keyword === null) return fail(`a text that belongs to no keyword: ${shown(content)}`);
      open.texts.set(keyword, open.texts.get(keyword)! + strings(content));
      continue;
    }
    const [, next, text] =
      /^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?|domain)\s*(".*)$/s.exec(content) ?? [];
    if (next === undefined)
      return fail(`expected msgid, msgstr, a text in quotes or a comment: ${shown(content)}`);
    if (next === "domain") continue;
    if ((next === "msgctxt" || next === "msgid") && (open.isTranslated || open.texts.has(next))) {
      if (open.texts.has("msgid")) yield open.entry;
      open = new OpenEntry();
    }
    if (next !== "msgctxt" && next !== "msgid" && !open.texts.has("msgid")) fail(`${next} without a msgid`);
    if (open.texts.has(next)) fail(`a second ${next} in one entry`);
    keyword = next;
    open.texts.set(next, strings(text!));
    if (prefix !== "") open.obsolete = true;
  }
  if (open.texts.has("msgid")) yield open.entry;
  else if (open.texts.size > 0) fail("msgctxt without a msgid");
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
  '"': '"',
  "\\": "\\",
};

/** Makes a function that reads one or several quoted strings, as in C. */
function stringParser(encoding: string, fail: (problem: string) => never): (content: string) => string {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const characters = (escaped: string): string => {
    const codes = escaped.match(/x[\da-f]{1,2}|[0-7]{1,3}/gi)!;
    const bytes = codes.map((code) =>
      /^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8),
    );
    try {
      return decoder.decode(Uint8Array.from(bytes));
    } catch {
      return fail(`${escaped} is not ${encoding}`);
    }
  };
  return (content) => {
    if (!/^(?:"(?:[^"\\]|\\.)*"\s*)+$/su.test(content)) return fail(`a quote is missing: ${shown(content)}`);
    return content
      .replace(/"((?:[^"\\]|\\.)*)"\s*/gsu, "$1")
      .replace(/(?:\\x[\da-f]{1,2}|\\[0-7]{1,3})+|\\(.)/giu, (whole, letter: string | undefined) =>
        letter === undefined
          ? characters(whole)
          : (escapes[letter] ?? fail(`${whole} is no escape of C: a backslash is written \\\\`)),
      );
  };
}

function shown(content: string): string {
  return content.length > 60 ? `${content.slice(0, 60)}…` : content;
}
