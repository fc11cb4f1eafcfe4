import { expect, test } from "vitest";
import { DataError } from "../../errors.ts";
import { tokenErrorRate } from "../error-rate.ts";
import { exactMatch } from "../exact-match.ts";
import { type Segment, sentenceOf } from "../segment.ts";
import { compareSystems } from "./system-comparison.ts";

/** Outputs of which every n-th is wrong. */
function system(n: number): Segment[] {
  return Array.from({ length: 60 }, (_, i) => ({
    hypothesis: sentenceOf(i % n === 0 ? "a x" : "a b"),
    references: [sentenceOf("a b")],
  }));
}

test("the better system by a rate of errors and by a rate of successes", () => {
  const [good, bad] = [system(20), system(2)];
  expect(compareSystems(tokenErrorRate, good, bad)).toMatchObject({
    scores: [2.5, 25],
    difference: -22.5,
    better: "a",
  });
  expect(compareSystems(exactMatch, bad, good)).toMatchObject({ scores: [50, 95], better: "b" });
});

test("a small difference shows nothing", () => {
  const { better, bootstrapP, randomizationP, interval } = compareSystems(exactMatch, system(20), system(15));
  expect(better).toBeNull();
  expect(Math.min(bootstrapP, randomizationP)).toBeGreaterThan(0.05);
  expect(interval.low).toBeLessThan(0);
  expect(interval.high).toBeGreaterThan(0);
});

test("a system is as good as itself", () => {
  const { difference, randomizationP, better } = compareSystems(exactMatch, system(3), system(3));
  expect({ difference, randomizationP, better }).toEqual({ difference: 0, randomizationP: 1, better: null });
});

test("outputs for different sentences cannot be compared", () => {
  expect(() => compareSystems(exactMatch, system(3), system(3).slice(1))).toThrow(DataError);
});
