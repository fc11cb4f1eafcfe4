import { expect, test } from "vitest";
import { codePoints } from "./code-points.ts";

test("a character beyond U+FFFF is one, half of it alone too", () => {
  expect(codePoints("a😀e\u0301")).toEqual([0x61, 0x1f600, 0x65, 0x301]);
  expect(codePoints("\ud83d\ud83d\ude00\ude00")).toEqual([0xd83d, 0x1f600, 0xde00]);
  expect(codePoints("")).toEqual([]);
});
