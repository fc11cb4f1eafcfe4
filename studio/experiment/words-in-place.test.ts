import fc from "fast-check";
import { expect, test } from "vitest";
import { markedWords } from "./words-in-place.ts";

const marks = (output: string, gold: string) =>
  markedWords(output, gold)
    .map(({ word, isRight }) => (isRight ? word : `(${word})`))
    .join(" ");

test.each([
  ["a b c", "a b c", "a b c"],
  ["a x c", "a b c", "a (x) c"],
  ["b c", "a b c", "b c"],
  ["c b a", "a b c", "(c) (b) a"],
  ["a a b", "a b", "a (a) b"],
  ["", "a", ""],
])("%j beside %j: %j", (output, gold, expected) => {
  const right = (text: string) => text.split(" ").filter((word) => !word.startsWith("(")).length;
  expect(marks(output, gold).replace(/[()]/g, "")).toBe(output);
  expect(right(marks(output, gold))).toBe(right(expected));
});

/** The longest common subsequence by trying all. */
function longest(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a[0] === b[0]) return 1 + longest(a.slice(1), b.slice(1));
  return Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
}

test("property: as many words are right as a longest common subsequence has, in the order of the answer", () => {
  const line = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 7 });
  fc.assert(
    fc.property(line, line, (output, gold) => {
      const right = markedWords(output.join(" "), gold.join(" ")).filter(({ isRight }) => isRight);
      expect(right).toHaveLength(longest(output, gold));
    }),
  );
});
