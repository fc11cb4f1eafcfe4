import { describe, expect, it } from "vitest";
import { exactMatch, type Segment, sentenceOf, tokenErrorRate } from "../metrics/index.ts";
import type { ArmFamily } from "./comparison-result.ts";
import { seedCounts, seedMetric } from "./seed-counts.ts";
import { type AssessedArm, findVerdict } from "./verdict.ts";

/** Outputs of `n` sentences; output `i` is right if `isRight(i)`. */
function outputs(n: number, isRight: (i: number) => boolean): Segment[] {
  return Array.from({ length: n }, (_, i) => ({
    source: sentenceOf("x"),
    hypothesis: sentenceOf(isRight(i) ? "a b" : "a c"),
    references: [sentenceOf("a b")],
  }));
}

function arm(
  name: string,
  family: ArmFamily,
  goodness: number,
  isRight: (i: number) => boolean,
  metric = exactMatch,
): AssessedArm {
  return { name, family, goodness, counts: seedCounts(metric, [outputs(100, isRight)]) };
}

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const buckets = [
  { from: 1, to: 5, rows: rows(0, 40) },
  { from: 6, to: 10, rows: rows(40, 60) },
  { from: 11, to: null, rows: rows(60, 100) },
];

describe("findVerdict", () => {
  const all = () => true;
  const short = (i: number) => i < 40;
  const none = () => false;

  it("compares the arms that dev holds for best, overall, by length and in how it grows", () => {
    const arms = [
      arm("fixed, worse on dev", "fixed", 1, all),
      arm("fixed", "fixed", 2, short),
      arm("control", "control", 9, all),
      arm("attention", "attention", 8, all),
      arm("attention, worse on dev", "attention", 7, none),
    ];
    const verdict = findVerdict(exactMatch, 1, arms, buckets)!;
    expect(verdict).toMatchObject({
      attention: "attention",
      fixed: "fixed",
      overall: { difference: 60, shows: "attention" },
      shortest: { from: 1, to: 5, sentences: 40, difference: 0, shows: null },
      longest: { from: 11, to: null, sentences: 40, difference: 100, shows: "attention" },
      growth: { difference: 100, interval: { low: 100, high: 100 }, shows: "attention" },
    });
    expect(verdict.overall.interval.low).toBeGreaterThan(45);
    expect(verdict.overall.interval.high).toBeLessThan(75);
  });

  it("turns the sign of errors, so that above 0 attention is better", () => {
    const arms = [
      arm("fixed", "fixed", 1, all, tokenErrorRate),
      arm("attention", "attention", 1, none, tokenErrorRate),
    ];
    const { overall, growth } = findVerdict(tokenErrorRate, 1, arms, buckets)!;
    expect(overall).toMatchObject({ difference: -50, shows: "fixed" });
    expect(growth).toMatchObject({ difference: 0, shows: null });
  });

  it("shows nothing where the interval holds 0", () => {
    const arms = [
      arm("fixed", "fixed", 1, (i) => i % 2 === 0),
      arm("attention", "attention", 1, (i) => i % 2 === 1 || i === 0),
    ];
    const { overall } = findVerdict(exactMatch, 1, arms, buckets)!;
    expect(overall.difference).toBeCloseTo(1, 10);
    expect(overall.shows).toBeNull();
  });

  it("leaves out what it cannot tell", () => {
    const arms = [arm("fixed", "fixed", 1, none), arm("attention", "attention", 1, all)];
    expect(findVerdict(exactMatch, 1, arms, buckets.slice(0, 1))).toMatchObject({
      shortest: null,
      longest: null,
      growth: null,
    });
    const few = [buckets[0]!, { from: 11, to: null, rows: rows(60, 70) }];
    expect(findVerdict(exactMatch, 1, arms, few)).toMatchObject({ longest: { sentences: 10 }, growth: null });
    expect(findVerdict(exactMatch, 1, arms.slice(1), buckets)).toBeNull();
  });
});

describe("scores over seeds", () => {
  it("are the mean of each seed's score, and have an exact interval for one seed alone", () => {
    const runs = [outputs(100, (i) => i < 30), outputs(100, (i) => i < 50)];
    const counts = seedCounts(exactMatch, runs);
    const sums = new Float64Array(counts.width);
    for (let row = 0; row < counts.rows; row++) {
      for (let c = 0; c < counts.width; c++) sums[c]! += counts.values[row * counts.width + c]!;
    }
    expect(seedMetric(exactMatch, 2).score(sums)).toBe(40);
    expect(seedMetric(exactMatch, 2).share).toBeUndefined();
    expect(seedMetric(exactMatch, 1).share).toBe(exactMatch.share);
  });
});
