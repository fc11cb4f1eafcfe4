import { DataError } from "../../errors.ts";
import { type Columns, columnIndices } from "../columns.ts";
import { decodeLines } from "../lines.ts";
import { type PairLine, type Skipped, trimPair } from "../pair.ts";
import type { FileFormat } from "./file-format.ts";
import { type GettextEntry, gettextEntries } from "./gettext-entries.ts";
import { singleLine } from "./single-line.ts";

/** Gettext catalogues. */
export const po: FileFormat = {
  extensions: ["po", "pot"],
  description:
    "msgid and msgstr of a gettext catalogue; fuzzy, obsolete, plural and untranslated entries are skipped",
  options: ["columns"],
  read: readGettext,
};

/**
 * Reads a gettext catalogue (PO), in the encoding that its header names: each message and its translation, in the
 * file's order. Entries with the same message are all kept.
 * @param columns may swap the sides, by number or as source and target
 * @throws {DataError} if it is not a catalogue, or its encoding is not known
 */
async function* readGettext(
  chunks: AsyncIterable<Uint8Array>,
  { name, columns = ["source", "target"] }: { name: string; columns?: Columns | undefined },
): AsyncGenerator<PairLine, void, undefined> {
  const [source, target] = columnIndices(columns, ["source", "target"], name);
  const { start, all } = await withStart(chunks);
  const encoding = encodingOf(start, name);
  for await (const entry of gettextEntries(decodeLines(all, name, encoding), { name, encoding })) {
    const texts = textsOf(entry);
    if (typeof texts === "string") yield texts;
    else yield trimPair({ source: texts[source]!, target: texts[target]! });
  }
}

/** The first bytes of a file, which hold any header, and all bytes. */
async function withStart(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ start: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { start: first.done ? new Uint8Array() : first.value, all: all() };
}

/** The `charset` of the header, which is the first entry; UTF-8 if it has none or a template's "CHARSET". */
function encodingOf(start: Uint8Array, name: string): string {
  const text = new TextDecoder("latin1").decode(start);
  const [head] = text.split(/^msgid\s+"[^"]/m, 1);
  const found = /^[^#\n]*".*\bcharset=([^\s\\";]+)/im.exec(head!);
  const charset = found?.[1];
  if (charset === undefined || charset === "CHARSET") return "utf-8";
  const line = head!.slice(0, found!.index).split("\n").length;
  try {
    const { encoding } = new TextDecoder(charset);
    if (!encoding.startsWith("utf-16")) return encoding;
  } catch {
    // reported below
  }
  throw new DataError({
    kind: "unknownEncoding",
    text:
      `${name}:${line}: charset ${charset}: expected one that Node decodes, such as UTF-8, ISO-8859-1 or EUC-JP; convert ` +
      `the file, for example with msgconv -t UTF-8 ${name}`,
    ...{ place: `${name}:${line}`, encoding: charset },
  });
}

/** Both texts of an entry, or why it gives no pair. */
function textsOf({
  context,
  message,
  plural,
  translation = "",
  fuzzy,
  obsolete,
}: GettextEntry): keyof Skipped | readonly [source: string, target: string] {
  if (message === "" && context === undefined) return "header";
  if (obsolete) return "obsolete";
  if (plural !== undefined) return "plural";
  if (fuzzy) return "fuzzy";
  return translation.trim() === "" ? "untranslated" : [singleLine(message), singleLine(translation)];
}
