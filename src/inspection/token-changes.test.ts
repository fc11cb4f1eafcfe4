import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenChanges } from "./token-changes.ts";

describe("changes between two lists of tokens", () => {
  it("are what is in one of them alone", () => {
    expect(tokenChanges(["今日", "は", "寒い"], ["明日", "は", "とても", "寒い"])).toEqual({
      removed: [true, false, false],
      added: [true, false, true, false],
    });
  });

  it("leave the same tokens in the same order, as many as there can be", () => {
    const list = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const { removed, added } = tokenChanges(before, after);
        const kept = before.filter((_, i) => !removed[i]);
        expect(after.filter((_, j) => !added[j])).toEqual(kept);
        expect(kept.length).toBe(longest(before, after));
      }),
    );
  });
});

/** The length of a longest common subsequence, by trying everything. */
function longest(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a[0] === b[0]) return 1 + longest(a.slice(1), b.slice(1));
  return Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
}
