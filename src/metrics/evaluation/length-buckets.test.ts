import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError, DataError } from "../../errors.ts";
import { lengthBuckets, quantileBounds } from "./length-buckets.ts";

describe("lengthBuckets", () => {
  test("five tokens a bucket, the last one open, none empty", () => {
    expect(lengthBuckets([3, 5, 6, 12, 4, 70])).toEqual([
      { from: 1, to: 5, rows: [0, 1, 4] },
      { from: 6, to: 10, rows: [2] },
      { from: 11, to: 15, rows: [3] },
      { from: 51, to: null, rows: [5] },
    ]);
  });

  test("bounds as asked for; an empty source is in the first bucket", () => {
    const shape = (lengths: number[], bounds: number[]): unknown[] =>
      lengthBuckets(lengths, bounds).map(({ from, to, rows }) => [from, to, rows.length]);
    expect(shape([3, 5, 6, 12, 4, 70], [4, 12])).toEqual([
      [1, 4, 2],
      [5, 12, 3],
      [13, null, 1],
    ]);
    expect(shape([3, 5, 6], [])).toEqual([[1, null, 3]]);
    expect(shape([0, 5, 6, 12, 4, 70], [4, 80])).toEqual([
      [0, 4, 2],
      [5, 80, 4],
    ]);
  });

  test("property: every sentence is in the one bucket that its length belongs to", () => {
    const anyLengths = fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(anyLengths, fc.integer({ min: 1, max: 6 }), (lengths, count) => {
        for (const bounds of [[5, 10, 40], quantileBounds(lengths, count)]) {
          const buckets = lengthBuckets(lengths, bounds);
          for (const { from, to, rows } of buckets) {
            for (const row of rows) {
              expect(lengths[row]).toBeGreaterThanOrEqual(from);
              expect(lengths[row]).toBeLessThanOrEqual(to ?? 80);
            }
          }
          const all = buckets.flatMap(({ rows }) => rows);
          expect(all.toSorted((a, b) => a - b)).toEqual([...lengths.keys()]);
        }
      }),
    );
  });

  test("what makes no buckets is an error", () => {
    expect(() => lengthBuckets([2, 3, -5])).toThrow(
      new DataError("scores by length: length -5 of sentence 3, expected a whole number from 0 on"),
    );
    for (const bounds of [[5, 5], [10, 5], [0, 5], [2.5]]) {
      expect(() => lengthBuckets([3], bounds)).toThrow(
        new ConfigError(
          `bounds ${bounds.join(", ")}: expected rising whole numbers from 1 on, such as 10, 20, 30`,
        ),
      );
    }
  });
});

describe("quantileBounds", () => {
  test("shares sentences out evenly", () => {
    expect(quantileBounds([9, 1, 8, 2, 7, 3, 6, 4, 5], 3)).toEqual([3, 6]);
    expect(quantileBounds([9, 1, 8, 2, 7, 3, 6, 4, 5], 1)).toEqual([]);
  });

  test("equal lengths stay together, in fewer buckets", () => {
    expect(quantileBounds([4, 4, 4, 4, 4, 9], 3)).toEqual([4]);
    expect(quantileBounds([4, 4, 4], 3)).toEqual([]);
    expect(quantileBounds([0, 0, 0, 1], 3)).toEqual([]);
  });

  test("nothing to share out, or into no bucket, is an error", () => {
    expect(() => quantileBounds([], 3)).toThrow(
      new DataError("scores by length: expected at least one sentence"),
    );
    expect(() => quantileBounds([1], 0)).toThrow(
      new ConfigError("buckets 0: expected a whole number of at least 1"),
    );
  });
});
