import { expect, test } from "vitest";
import { tokenErrorRate } from "../error-rate.ts";
import { exactMatch } from "../exact-match.ts";
import { sentenceOf } from "../segment.ts";
import { createWorstFinder } from "./worst.ts";

const outputs = ["a b", "a x", "x y", "a y", "a b", "z z"]; // 0, 50, 100, 50, 0, 100 % token errors
const segments = outputs.map((text) => ({ hypothesis: sentenceOf(text), references: [sentenceOf("a b")] }));

test("keeps the worst, the worst first, of equal ones the first", () => {
  const finder = createWorstFinder(tokenErrorRate, 3);
  segments.forEach(finder.add);
  expect(finder.worst().map(({ sentence, score }) => [sentence, score])).toEqual([
    [3, 100],
    [6, 100],
    [2, 50],
  ]);
  expect(finder.worst()[0]!.segment).toBe(segments[2]);
});

test("low scores are the worst of a metric whose higher scores are better", () => {
  const finder = createWorstFinder(exactMatch, 2);
  segments.forEach(finder.add);
  expect(finder.worst().map(({ sentence, score }) => [sentence, score])).toEqual([
    [2, 0],
    [3, 0],
  ]);
});

test("may keep none, and all that there are", () => {
  const none = createWorstFinder(tokenErrorRate, 0);
  segments.forEach(none.add);
  expect(none.worst()).toEqual([]);
  const all = createWorstFinder(tokenErrorRate, 9);
  segments.forEach(all.add);
  expect(all.worst().map(({ sentence }) => sentence)).toEqual([3, 6, 2, 4, 1, 5]);
});
