import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance } from "./edit-distance.ts";

const tokens = fc.array(fc.constantFrom("a", "b", "あ"), { maxLength: 7 });

/** The definition, without any cleverness. */
function byDefinition(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const [x, y] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return byDefinition(x, y);
  return 1 + Math.min(byDefinition(x, y), byDefinition(x, b), byDefinition(a, y));
}

describe("editDistance", () => {
  test.each([
    ["kitten", "sitting", 3],
    ["saturday", "sunday", 3],
    ["intention", "execution", 5],
    ["", "abc", 3],
    ["abc", "", 3],
    ["", "", 0],
    ["abcab", "ab", 3],
    ["今日は寒い", "今日はとても寒い", 3],
  ])("%s → %s: %i", (a, b, expected) => {
    expect(editDistance([...a], [...b])).toBe(expected);
  });

  test("counts tokens, not letters", () => {
    expect(editDistance(["HH", "AH0", "L", "OW1"], ["HH", "EH0", "L", "OW1", "Z"])).toBe(2);
    expect(editDistance(["ab", "c"], ["a", "bc"])).toBe(2);
  });

  test("property: agrees with the recursive definition", () => {
    fc.assert(
      fc.property(tokens, tokens, (a, b) => editDistance(a, b) === byDefinition(a, b)),
      { numRuns: 300 },
    );
  });

  test("property: a metric, no larger than the longer list", () => {
    fc.assert(
      fc.property(tokens, tokens, tokens, (a, b, c) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
});
