import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError, DataError } from "../../errors.ts";
import { countsOf, randomCounts, rate, shuffled } from "../metric.fixture.ts";
import { type SegmentCounts, sumRows } from "../segment-counts.ts";
import { binomialInterval } from "./binomial-interval.ts";
import { bootstrapInterval } from "./bootstrap.ts";

describe("bootstrapInterval", () => {
  test("three sentences: the interval of all 27 resamples, by their number", () => {
    // Scores of the 27 equally likely draws of 0, 30 and 90 of 100: means of three of them.
    const counts = countsOf([
      [0, 100],
      [30, 100],
      [90, 100],
    ]);
    const { low, high, mean, resamples } = bootstrapInterval(counts, rate, {
      resamples: 9999,
      level: 0.8,
      seed: 3,
    });
    // 0 and 10 have 1 + 3 of 27 draws: 10 % lie within them. 90 and 70 have 1 + 3 from above.
    expect([low, high]).toEqual([10, 70]);
    expect(Math.abs(mean - 40)).toBeLessThan(1);
    expect(resamples).toBe(9999);
  });

  test("a share has about the binomial interval", () => {
    const counts = countsOf(Array.from({ length: 400 }, (_, i) => [i < 120 ? 1 : 0, 1]));
    const { low, high } = bootstrapInterval(counts, rate, { seed: 1 });
    const exact = binomialInterval(120, 400);
    expect(Math.abs(low - 100 * exact.low)).toBeLessThan(0.8);
    expect(Math.abs(high - 100 * exact.high)).toBeLessThan(0.8);
  });

  test("holds the true score in about 95 % of test sets", () => {
    let held = 0;
    for (let seed = 0; seed < 300; seed++) {
      const { low, high } = bootstrapInterval(randomCounts(80, 0.6, seed, "outputs"), rate, {
        resamples: 199,
        seed,
      });
      if (low <= 60 && 60 <= high) held++;
    }
    expect(held / 300).toBeGreaterThan(0.9);
    expect(held / 300).toBeLessThan(0.99);
  });

  test("property: the plain score lies within, and the resamples are the seed's", () => {
    let inside = 0;
    let runs = 0;
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 9, max: 20 })), {
      minLength: 8,
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, fc.integer(), (pairs, seed) => {
        const counts = countsOf(pairs);
        const interval = bootstrapInterval(counts, rate, { resamples: 99, seed });
        expect(bootstrapInterval(counts, rate, { resamples: 99, seed })).toEqual(interval);
        expect(interval.low).toBeLessThanOrEqual(interval.mean);
        expect(interval.mean).toBeLessThanOrEqual(interval.high);
        const score = rate.score(sumRows(counts));
        if (interval.low <= score && score <= interval.high) inside++;
        runs++;
      }),
      { seed: 11 },
    );
    expect(inside / runs).toBeGreaterThanOrEqual(0.9);
  });

  test("another seed gives another interval, another order of sentences almost the same", () => {
    const counts = randomCounts(150, 0.6, 1, "outputs");
    const one = bootstrapInterval(counts, rate, { seed: 1 });
    expect(bootstrapInterval(counts, rate, { seed: 2 })).not.toEqual(one);
    const other = bootstrapInterval(shuffled(counts, 7), rate, { seed: 1 });
    expect(other).not.toEqual(one);
    // Monte-Carlo error of a 2.5 % quantile of 1,000: about a twelfth of the standard error, itself 2 here.
    expect(Math.abs(other.low - one.low)).toBeLessThan(0.7);
    expect(Math.abs(other.high - one.high)).toBeLessThan(0.7);
  });

  test("the same resamples whatever is counted", () => {
    const counts = randomCounts(30, 0.5, 1, "outputs");
    const doubled: SegmentCounts = {
      ...counts,
      values: counts.values.map((count, i) => (i % 2 ? count : 2 * count)),
    };
    const { low, high } = bootstrapInterval(counts, rate, { seed: 5 });
    expect(bootstrapInterval(doubled, rate, { seed: 5 })).toMatchObject({ low: 2 * low, high: 2 * high });
  });

  test("one sentence, or sentences all alike, leave no width", () => {
    const alike = countsOf([
      [1, 4],
      [1, 4],
      [1, 4],
    ]);
    const flat = { low: 25, high: 25, mean: 25, resamples: 100 };
    expect(bootstrapInterval(alike, rate, { resamples: 100, seed: 1 })).toEqual(flat);
    expect(bootstrapInterval(countsOf([[1, 4]]), rate, { resamples: 100, seed: 1 })).toEqual(flat);
  });

  test("what cannot be resampled is an error", () => {
    expect(() => bootstrapInterval(countsOf([]), rate, { seed: 1 })).toThrow(
      new DataError("bootstrap: expected counts of at least one sentence, there are none"),
    );
    expect(() => bootstrapInterval(countsOf([[0, 0]]), rate, { seed: 1 })).toThrow(
      new DataError(
        "bootstrap: resample 1 scores NaN, expected a finite score of any choice of sentences; leave out sentences " +
          "that the metric cannot score",
      ),
    );
    expect(() => bootstrapInterval(countsOf([[1, 1]]), rate, { level: 95, seed: 1 })).toThrow(
      new ConfigError("level 95: expected a number between 0 and 1, such as 0.95"),
    );
    expect(() => bootstrapInterval(countsOf([[1, 1]]), rate, { resamples: 0, seed: 1 })).toThrow(
      new ConfigError("resamples 0: expected a whole number of at least 39 for level 0.95"),
    );
  });
});
