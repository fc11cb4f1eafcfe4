import { expect, test } from "vitest";
import { tokenErrorRate } from "./error-rate.ts";
import { sentenceOf } from "./segment.ts";
import { countSegments, sumRows } from "./segment-counts.ts";

test("a row of counts a segment, and sums over any rows", () => {
  const pairs = [
    ["a b", "a c d"],
    ["x", "x"],
    ["p q r", "q"],
  ] as const;
  const segments = pairs.map(([hypothesis, reference]) => ({
    hypothesis: sentenceOf(hypothesis),
    references: [sentenceOf(reference)],
  }));
  const counts = countSegments(tokenErrorRate, segments);
  expect(counts).toEqual({ rows: 3, width: 2, values: Float64Array.of(2, 3, 0, 1, 2, 1) });
  expect(sumRows(counts)).toEqual(Float64Array.of(4, 5));
  expect(sumRows(counts, [2, 0, 2])).toEqual(Float64Array.of(6, 5));
  expect(sumRows(counts, [])).toEqual(Float64Array.of(0, 0));
});
