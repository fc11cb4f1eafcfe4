import { DataError } from "../../errors.ts";
import { utf16Of } from "../utf-16.ts";
import { windows1252Text } from "../windows-1252.ts";

/** Receives the parts of an XML document, in order. Names have no namespace prefix. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/**
 * Reads an XML document as a stream: memory holds only what the listener keeps.
 * @param name the file's name in error messages
 * @param listenerOf makes the listener: `emit` yields an item, `fail` stops with a problem at the reader's line
 * @throws {DataError} if its bytes are invalid in its encoding, or it is not well-formed. References to characters
 * that XML forbids are accepted nevertheless
 */
export async function* readXml<Item>(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  listenerOf: (emit: (item: Item) => void, fail: (problem: string) => never) => XmlListener,
): AsyncGenerator<Item, void, undefined> {
  const sax = (await import("sax")).default;
  const parser = sax.parser(true, { position: true });
  const items: Item[] = [];
  const failures: DataError[] = [];
  const failed = (reason: string): DataError => {
    const place = `${name}:${parser.line + 1}`;
    return new DataError({ kind: "notXml", text: `${place}: ${reason}`, place, reason });
  };
  const listener = listenerOf(
    (item) => items.push(item),
    (problem) => {
      throw failures[0] ?? failed(problem);
    },
  );
  parser.onopentag = (tag) => listener.open(localName(tag.name), tag.attributes as Record<string, string>);
  parser.onclosetag = (tag) => listener.close(localName(tag));
  parser.ontext = (text) => listener.text(text.replace(forbidden, "$1"));
  parser.oncdata = (text) => listener.text(text);
  parser.onerror = (error) => {
    parser.resume();
    const [problem] = error.message.split("\n");
    if (problem !== "Invalid character entity") {
      failures.push(failed(`not well-formed XML: ${problem}`));
      return;
    }
    // The parser leaves references that it cannot resolve in the text, as `&${entity};`.
    const reference = parser as unknown as { entity: string };
    const character = referredCharacter(reference.entity);
    if (character !== null) reference.entity = `${forbiddenMark}${character}`;
    else {
      failures.push(
        failed(
          `not well-formed XML: &${reference.entity}; is no entity of XML: expected the character itself`,
        ),
      );
    }
  };
  for await (const text of decoded(chunks, name)) {
    if (text === "") continue; // it would end the document
    parser.write(text);
    if (failures.length > 0) throw failures[0];
    yield* items.splice(0);
  }
  parser.close();
  if (failures.length > 0) throw failures[0];
  yield* items.splice(0);
}

/** A noncharacter, which no text has. */
const forbiddenMark = "\ufdd0";
const forbidden = new RegExp(`&${forbiddenMark}(.);`, "gsu");

/**
 * The character of a reference that XML forbids, such as `#x1F`: some tools write such references, and cleaning counts
 * the characters. Null for other entities.
 */
function referredCharacter(entity: string): string | null {
  const [, hexadecimal, decimal] = /^#(?:x([\da-f]+)|(\d+))$/i.exec(entity) ?? [];
  if (hexadecimal === undefined && decimal === undefined) return null;
  const code = decimal === undefined ? Number.parseInt(hexadecimal!, 16) : Number(decimal);
  if (code > 0x10ffff) return null;
  return code === 0 || (code >= 0xd800 && code < 0xe000) ? "\ufffd" : String.fromCodePoint(code);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Decodes text in pieces as the bytes arrive: a document may be one line. */
async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | null = null;
  const decode = (bytes?: Uint8Array): string => {
    try {
      const text = bytes === undefined ? decoder!.decode() : decoder!.decode(bytes, { stream: true });
      return decoder!.encoding === "windows-1252" ? windows1252Text(text) : text; // Node decodes it as Latin-1
    } catch (cause) {
      const encoding = decoder!.encoding.toUpperCase();
      const text =
        `${name}: not ${encoding}: convert the file, for example with iconv -f ENCODING -t UTF-8` +
        (encoding === "UTF-8" ? "" : ", and correct the encoding in its first line");
      throw new DataError({ kind: "otherEncoding", text, place: name, encoding }, { cause });
    }
  };
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk, name), { fatal: true });
    yield decode(chunk);
  }
  if (decoder !== null) yield decode();
}

/** UTF-16 if the bytes show it, otherwise the encoding in the XML declaration, or UTF-8 (XML 1.0, appendix F). */
function encodingOf(start: Uint8Array, name: string): string {
  const utf16 = utf16Of(start);
  if (utf16 !== null) return utf16;
  const text = new TextDecoder("latin1").decode(start.subarray(0, 1024));
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(text)?.[1];
  if (declared === undefined) return "utf-8";
  try {
    const { encoding } = new TextDecoder(declared);
    return encoding.startsWith("utf-16") ? "utf-8" : encoding; // the bytes are not UTF-16
  } catch (cause) {
    const place = `${name}:1`;
    const told =
      `${place}: encoding ${declared}: expected one that Node decodes, such as UTF-8 or UTF-16; convert the file, for ` +
      `example with iconv -f ${declared} -t UTF-8, and correct its first line`;
    throw new DataError({ kind: "unknownEncoding", text: told, place, encoding: declared }, { cause });
  }
}
