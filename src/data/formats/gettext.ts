import type { GetTextTranslation } from "gettext-parser";
import { DataError } from "../../errors.ts";
import { type Columns, columnIndices } from "../columns.ts";
import { type PairLine, type Skipped, trimPair } from "../pair.ts";
import { singleLine } from "./single-line.ts";

/**
 * Reads a gettext catalogue (PO), in the encoding that its header names: the translation of each message. It is in memory
 * as a whole.
 * @param columns may turn the sides round, by number, or as source and target
 * @throws {DataError} where it is not a catalogue
 */
export async function* readGettext(
  chunks: AsyncIterable<Uint8Array>,
  { name, columns = ["source", "target"] }: { name: string; columns?: Columns | undefined },
): AsyncGenerator<PairLine, void, undefined> {
  const { po } = await import("gettext-parser");
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const [source, target] = columnIndices(columns, ["source", "target"], name);
  for (const entry of entriesOf(Buffer.concat(parts), po.parse, name)) {
    const texts = textsOf(entry);
    if (typeof texts === "string") yield texts;
    else yield trimPair({ source: texts[source]!, target: texts[target]! });
  }
}

function* entriesOf(
  bytes: Buffer,
  parse: typeof import("gettext-parser").po.parse,
  name: string,
): Generator<GetTextTranslation, void, undefined> {
  let catalogue: ReturnType<typeof parse>;
  try {
    catalogue = parse(bytes, { defaultCharset: "utf-8" });
  } catch (cause) {
    const { message, lineNumber } = cause as Error & { lineNumber?: number };
    const place = lineNumber === undefined ? name : `${name}:${lineNumber}`;
    throw new DataError(
      `${place}: not a gettext catalogue: ${message.replace(/^Error parsing PO data: /, "")}`,
      {
        cause,
      },
    );
  }
  for (const byMessage of Object.values(catalogue.translations)) yield* Object.values(byMessage);
  for (const byMessage of Object.values(catalogue.obsolete ?? {})) {
    for (const entry of Object.values(byMessage)) yield { ...entry, obsolete: true };
  }
}

/** Both texts of an entry, or why it gives no pair. */
function textsOf({
  msgid,
  msgid_plural: plural,
  msgstr,
  comments,
  obsolete,
}: GetTextTranslation): keyof Skipped | readonly [source: string, target: string] {
  if (msgid === "") return "header";
  if (obsolete) return "obsolete";
  if (plural !== undefined) return "plural";
  if (/\bfuzzy\b/.test(comments?.flag ?? "")) return "fuzzy";
  const translation = msgstr?.[0] ?? ""; // an entry may lack it, whatever its type says
  return translation.trim() === "" ? "untranslated" : [singleLine(msgid), singleLine(translation)];
}
