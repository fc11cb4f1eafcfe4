import { expect, test } from "vitest";
import { splitWords, trimEnd, trimStart } from "./white-space.ts";

/** Of all characters below U+10000, those at which Python 3.11's `str.split` splits. */
const spaces = [
  [0x09, 0x0d],
  [0x1c, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
] as const;

test("words are split at every white space of Unicode, and at nothing else", () => {
  for (let code = 0; code <= 0xffff; code++) {
    const isSpace = spaces.some(([first, last]) => first <= code && code <= last);
    const character = String.fromCharCode(code);
    const expected = isSpace ? ["a", "b"] : [`a${character}b`];
    expect(splitWords(`a${character}b`), code.toString(16)).toEqual(expected);
    expect(trimEnd(`a${character}`).length, code.toString(16)).toBe(isSpace ? 1 : 2);
  }
});

test("runs are one, ends are none", () => {
  expect(splitWords(" \t a \u3000\u00a0 b\n")).toEqual(["a", "b"]);
  expect(splitWords(" \u2003 ")).toEqual([]);
  expect(splitWords("")).toEqual([]);
  expect(trimEnd(" a b \u3000\t")).toBe(" a b");
  expect(trimEnd("  ")).toBe("");
  expect(trimStart(" \u3000a b ")).toBe("a b ");
});
