import { DataError } from "../errors.ts";
import { refuseUtf16 } from "./utf-16.ts";
import { windows1252Text } from "./windows-1252.ts";

/** Lines of text, in memory or streamed. */
export type Lines = AsyncIterable<string> | Iterable<string>;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Decodes bytes into lines. A line ends with LF or CR LF and nothing else. A byte order mark at the start of any line
 * is removed: concatenated files have several.
 *
 * @param chunks the bytes of a file in pieces of any size, such as a Node stream or a browser's `File`
 * @param name the file's name in error messages
 * @param encoding a name in the WHATWG Encoding Standard; its LF byte must not be part of another character
 * @throws DataError at the first byte that is invalid in the encoding; for UTF-16, with or without a byte order mark;
 * if CR alone ends the lines
 */
export async function* decodeLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
  encoding = "utf-8",
): AsyncGenerator<string, void, undefined> {
  const decoder = new LineDecoder(name, encoding);
  let held: Uint8Array[] = []; // of a line whose end has not arrived yet
  let isStart = true;
  for await (const chunk of chunks) {
    if (isStart) refuseUtf16(chunk, name);
    isStart = false;
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      yield* decoder.decode(concatenate([...held, chunk.subarray(0, end)]));
      held = [];
    }
    if (end < chunk.length) held.push(chunk.subarray(end));
  }
  if (held.length === 0) return;
  const rest = concatenate(held);
  if (!decoder.hasBegun) refuseLoneReturns(rest, name);
  yield* decoder.decode(rest);
}

/** Refuses a file without any LF whose lines end with CR alone, as on the classic Macintosh: it would be one line. */
function refuseLoneReturns(bytes: Uint8Array, name: string): void {
  const at = bytes.indexOf(CARRIAGE_RETURN);
  if (at < 0 || at === bytes.length - 1) return;
  throw new DataError({
    kind: "loneReturns",
    text: `${name}:1: lines end with CR alone: expected LF or CR LF; convert the file, for example with tr '\\r' '\\n'`,
    place: `${name}:1`,
  });
}

/** Collects all lines in memory. */
export async function allLines(lines: Lines): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** Decodes whole lines at a time and keeps track of their place in the file. */
class LineDecoder {
  private readonly decoder: TextDecoder;
  private readonly name: string;
  private offset = 0;
  private line = 1;

  constructor(name: string, encoding: string) {
    this.decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    this.name = name;
  }

  /** Whether a line was decoded. */
  get hasBegun(): boolean {
    return this.offset > 0;
  }

  decode(bytes: Uint8Array): string[] {
    const lines = this.text(bytes).split("\n");
    if (lines.at(-1) === "") lines.pop(); // after the last line end
    this.offset += bytes.length;
    this.line += lines.length;
    return lines.map((line) =>
      line.slice(line.startsWith("\ufeff") ? 1 : 0, line.endsWith("\r") ? -1 : undefined),
    );
  }

  private text(bytes: Uint8Array): string {
    try {
      const text = this.decoder.decode(bytes);
      return this.decoder.encoding === "windows-1252" ? windows1252Text(text) : text; // Node decodes it as Latin-1
    } catch (cause) {
      if (this.decoder.encoding !== "utf-8") throw this.undecodable(bytes, cause);
      const bad = firstInvalid(bytes);
      const line = this.line + bytes.subarray(0, bad).filter((byte) => byte === LINE_FEED).length;
      const hex = bytes[bad]!.toString(16).padStart(2, "0");
      const place = `${this.name}:${line}`;
      const text =
        `${place}: byte 0x${hex} at offset ${this.offset + bad} is not UTF-8: ` +
        "convert the file, for example with iconv -f ENCODING -t UTF-8";
      throw new DataError({ kind: "notUtf8", text, place, byte: `0x${hex}` }, { cause });
    }
  }

  /** The error for the first line that is invalid in an encoding other than UTF-8. */
  private undecodable(bytes: Uint8Array, cause: unknown): DataError {
    const { encoding } = this.decoder;
    let line = this.line;
    for (let at = 0, end: number; at < bytes.length; at = end, line++) {
      end = bytes.indexOf(LINE_FEED, at) + 1 || bytes.length;
      try {
        this.decoder.decode(bytes.subarray(at, end));
      } catch {
        break;
      }
    }
    return new DataError(
      `${this.name}:${line}: bytes that are not ${encoding}, which the file says it is: correct what it says, or convert ` +
        "the file, for example with iconv -f ENCODING -t UTF-8",
      { cause },
    );
  }
}

function concatenate(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The index of the first byte of the first sequence that is not well-formed UTF-8; the length if all are. */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) break;
    at += length;
  }
  return at;
}

/** The length of the well-formed sequence at an index, 0 if there is none (The Unicode Standard 16, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  for (let i = 1; i < length; i++) {
    let [low, high] = [0x80, 0xbf];
    if (i === 1 && lead === 0xe0) low = 0xa0; // below that, overlong
    if (i === 1 && lead === 0xf0) low = 0x90;
    if (i === 1 && lead === 0xed) high = 0x9f; // surrogates
    if (i === 1 && lead === 0xf4) high = 0x8f; // above U+10FFFF
    const byte = bytes[at + i];
    if (byte === undefined || byte < low || byte > high) return 0;
  }
  return length;
}
