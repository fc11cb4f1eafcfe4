import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutBatch } from "./cut-batch.ts";

/** Examples with these lengths of source and target together. */
function lengthsOf(tokens: readonly number[]) {
  const half = (index: number) => Math.floor(tokens[index]! / 2);
  return {
    count: tokens.length,
    sourceLength: half,
    targetLength: (index: number) => tokens[index]! - half(index),
  };
}

describe("parts of a batch", () => {
  const cut = (tokens: readonly number[], parts: number) =>
    cutBatch(lengthsOf(tokens), Int32Array.from(tokens.keys()), parts).map((rows) => [...rows]);

  it("have as nearly the same number of tokens as they can", () => {
    expect(cut([4, 4, 4, 4, 4], 2)).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
    expect(cut([9, 3, 3, 3], 2)).toEqual([[0], [1, 2, 3]]);
    expect(cut([2, 2, 2, 2, 8, 8], 3)).toEqual([[0, 1, 2, 3], [4], [5]]);
  });

  it("have an example each, or are fewer", () => {
    expect(cut([90, 2, 2], 3)).toEqual([[0], [1], [2]]);
    expect(cut([2, 2, 90], 3)).toEqual([[0], [1], [2]]);
    expect(cut([5, 5], 4)).toEqual([[0], [1]]);
    expect(cut([5], 1)).toEqual([[0]]);
  });

  it("are the batch, in its order", () => {
    const batch = fc.array(fc.integer({ min: 2, max: 30 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(batch, fc.integer({ min: 1, max: 9 }), (tokens, parts) => {
        const found = cut(tokens, parts);
        expect(found.flat()).toEqual([...tokens.keys()]);
        expect(found).toHaveLength(Math.min(parts, tokens.length));
        expect(Math.min(...found.map((rows) => rows.length))).toBeGreaterThan(0);
      }),
    );
  });
});
