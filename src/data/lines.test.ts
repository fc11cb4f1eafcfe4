import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { allLines, decodeLines } from "./lines.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (...chunks: Uint8Array[]): Promise<string[]> => allLines(decodeLines(chunks, "pairs.tsv"));

/** Cuts bytes at the given places, taken modulo the length. */
function pieces(whole: Uint8Array, places: number[]): Uint8Array[] {
  const cuts = [0, ...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return cuts.slice(1).map((end, i) => whole.subarray(cuts[i], end));
}

describe("decodeLines", () => {
  test("LF and CR LF end a line, a lone CR and other separators do not", async () => {
    expect(await decode(bytes("a\r\n\nb\u2028c\rd\u0085\r\n\r\ne"))).toEqual([
      "a",
      "",
      "b\u2028c\rd\u0085",
      "",
      "e",
    ]);
    expect(await decode(bytes("a\n"))).toEqual(["a"]);
    expect(await decode(bytes("\n\n"))).toEqual(["", ""]);
    expect(await decode()).toEqual([]);
  });

  test("one byte order mark at the start of a line is left out: files that were put together have several", async () => {
    expect(await decode(bytes("\ufeff\ufeffa\n"), bytes("\ufeffb\ufeff\r\n"))).toEqual([
      "\ufeffa",
      "b\ufeff",
    ]);
    expect(await decode(bytes("\ufeff"))).toEqual([""]);
  });

  test("property: the same lines however the bytes are cut", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "é", "漢", "😀") });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat()), async (file, places) => {
        const expected = file.split(/\r?\n/);
        if (expected.at(-1) === "") expected.pop();
        expect(await decode(...pieces(bytes(file), places))).toEqual(expected);
      }),
    );
  });

  test("the first byte that is not UTF-8 is named, with its line and place in the file", async () => {
    const latin1 = Uint8Array.of(...bytes("漢\tA\n"), 0x63, 0x61, 0x66, 0xe9, 0x0a);
    await expect(decode(bytes("a\tb\nc\td\n"), latin1)).rejects.toThrow(
      new DataError(
        "pairs.tsv:4: byte 0xe9 at offset 17 is not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8",
      ),
    );
  });

  test("UTF-16 is refused, with its mark or without, and NULs are not taken for it", async () => {
    const message = (encoding: string) =>
      `pairs.tsv: it is UTF-16: expected UTF-8; convert the file, for example with iconv -f ${encoding} -t UTF-8`;
    for (const text of ["\ufeffa", "cat\tchat\n", "あ\t猫\r\nい\t犬\r\n", "x"]) {
      const little = Buffer.from(text, "utf16le");
      await expect(decode(little)).rejects.toThrow(new DataError(message("UTF-16LE")));
      await expect(decode(Buffer.from(little).swap16())).rejects.toThrow(new DataError(message("UTF-16BE")));
    }
    for (const text of ["a\u0000b\n", "ab\n\u0000cd\u0000\n", "\u0000\u0000\u0000\u0000"]) {
      expect((await decode(bytes(text))).join("\n")).toBe(text.trim());
    }
  });

  test("lines that end with CR alone are refused, wherever the bytes are cut", async () => {
    const message =
      "pairs.tsv:1: lines end with CR alone: expected LF or CR LF; convert the file, for example with tr '\\r' '\\n'";
    for (const chunks of [["a\rb"], ["a\r", "b\r"], ["a", "\rb\r"]]) {
      await expect(decode(...chunks.map(bytes))).rejects.toThrow(new DataError(message));
    }
    expect(await decode(bytes("a\r"))).toEqual(["a"]);
  });

  test.each([
    ["a lone continuation byte", [0x61, 0x80], 1],
    ["an overlong form of two bytes", [0xc1, 0xbf], 0],
    ["an overlong form of three bytes", [0x61, 0xe0, 0x9f, 0xbf], 1],
    ["an overlong form of four bytes", [0xf0, 0x8f, 0xbf, 0xbf], 0],
    ["a surrogate", [0xed, 0x9f, 0xbf, 0xed, 0xa0, 0x80], 3],
    ["above U+10FFFF", [0xf4, 0x8f, 0xbf, 0xbf, 0xf4, 0x90, 0x80, 0x80], 4],
    ["a sequence that the end cuts off", [0x61, 0xe3, 0x81], 1],
    ["a byte that UTF-8 never has", [0xff, 0x61], 0],
  ])("%s", async (_, bad, offset) => {
    await expect(decode(Uint8Array.from(bad))).rejects.toThrow(` at offset ${offset} is not UTF-8`);
  });

  test("property: what is before the named byte is UTF-8, and the byte starts what is not", async () => {
    const byte = fc.constantFrom(0x0a, 0x61, 0x80, 0x9f, 0xbf, 0xc3, 0xe0, 0xe3, 0xed, 0xf0, 0xf4, 0xff);
    const strict = new TextDecoder("utf-8", { fatal: true });
    const decodes = (data: Uint8Array): boolean => {
      try {
        strict.decode(data);
        return true;
      } catch {
        return false;
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(byte), fc.array(fc.nat()), async (data, places) => {
        const file = Uint8Array.from(data);
        const error = await decode(...pieces(file, places)).then(
          () => undefined,
          (thrown: Error) => thrown,
        );
        expect(error === undefined).toBe(decodes(file));
        if (error === undefined) return;
        const offset = Number(/at offset (\d+)/.exec(error.message)?.[1]);
        expect(decodes(file.subarray(0, offset))).toBe(true);
        for (let end = offset + 1; end <= Math.min(offset + 4, file.length); end++) {
          expect(decodes(file.subarray(offset, end))).toBe(false);
        }
      }),
    );
  });
});
