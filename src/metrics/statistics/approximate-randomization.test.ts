import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError, DataError } from "../../errors.ts";
import {
  countsOf,
  distanceToUniform,
  normalScores,
  randomCounts,
  rate,
  shuffled,
} from "../metric.fixture.ts";
import { type SegmentCounts, sumRows } from "../segment-counts.ts";
import { approximateRandomization } from "./approximate-randomization.ts";

/** The share of all 2ʳᵒʷˢ ways to swap outputs that set the systems as far apart. */
function exactP(a: SegmentCounts, b: SegmentCounts): number {
  const apart = (swaps: number): number => {
    const [first, second] = [new Float64Array(2), new Float64Array(2)];
    for (let i = 0; i < a.values.length; i++) {
      const swapped = (swaps >> Math.floor(i / 2)) & 1;
      first[i % 2]! += (swapped ? b : a).values[i]!;
      second[i % 2]! += (swapped ? a : b).values[i]!;
    }
    return Math.abs(rate.score(first) - rate.score(second));
  };
  const ways = Array.from({ length: 2 ** a.rows }, (_, swaps) => apart(swaps));
  return ways.filter((difference) => difference >= ways[0]! - 1e-9).length / ways.length;
}

describe("approximateRandomization", () => {
  test("agrees with all swaps of ten sentences, also where lengths differ", () => {
    for (const seed of [1, 2, 3]) {
      const a = randomCounts(10, 0.7, seed, "one");
      const b = randomCounts(10, 0.5, seed, "other");
      const longer = { ...b, values: b.values.map((count, i) => (i % 4 === 1 ? count + 1 : count)) };
      const { p, difference, trials } = approximateRandomization(a, longer, rate, { seed });
      // Monte-Carlo error of a share of 10,000: at most 0.005.
      expect(Math.abs(p - exactP(a, longer))).toBeLessThan(0.015);
      expect(difference).toBe(rate.score(sumRows(a)) - rate.score(sumRows(longer)));
      expect(trials).toBe(10_000);
    }
  });

  test("p is uniform between equal systems", () => {
    const ps = Array.from({ length: 400 }, (_, seed) => {
      const [a, b] = [normalScores(30, seed, "one"), normalScores(30, seed, "other")];
      return approximateRandomization(a, b, rate, { trials: 299, seed }).p;
    });
    // Kolmogorov's distance of 400 uniform numbers is above 0.081 once in a hundred times.
    expect(distanceToUniform(ps)).toBeLessThan(0.08);
  });

  test("where equal systems often tie, p is small no more often than it says", () => {
    const ps = Array.from({ length: 400 }, (_, seed) => {
      const [a, b] = [randomCounts(20, 0.6, seed, "one"), randomCounts(20, 0.6, seed, "other")];
      return approximateRandomization(a, b, rate, { trials: 299, seed }).p;
    });
    expect(ps.filter((p) => p === 1).length).toBeGreaterThan(20);
    for (const bound of [0.05, 0.1, 0.3, 0.6]) {
      // Two standard errors of a share of 400.
      const most = bound + 2 * Math.sqrt((bound * (1 - bound)) / 400);
      expect(ps.filter((p) => p <= bound).length / 400).toBeLessThan(most);
    }
  });

  test("a clear difference has the smallest p there is", () => {
    const better = randomCounts(200, 0.8, 1, "one");
    const worse = randomCounts(200, 0.5, 1, "other");
    expect(approximateRandomization(better, worse, rate, { trials: 999, seed: 1 }).p).toBe(0.001);
  });

  test("property: the seed's, and the same p with the systems exchanged", () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 20 }));
    const pairs = fc.array(fc.tuple(row, row), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(pairs, fc.integer(), (both, seed) => {
        const [a, b] = [countsOf(both.map(([one]) => one)), countsOf(both.map(([, other]) => other))];
        const there = approximateRandomization(a, b, rate, { trials: 50, seed });
        const back = approximateRandomization(b, a, rate, { trials: 50, seed });
        expect(back.p).toBe(there.p);
        expect(back.difference + there.difference).toBe(0);
        expect(approximateRandomization(a, b, rate, { trials: 50, seed })).toEqual(there);
      }),
    );
  });

  test("sentences in another order give almost the same p", () => {
    const a = randomCounts(100, 0.62, 1, "one");
    const b = randomCounts(100, 0.58, 1, "other");
    const one = approximateRandomization(a, b, rate, { seed: 1 });
    const other = approximateRandomization(shuffled(a, 5), shuffled(b, 5), rate, { seed: 1 });
    expect(other.p).not.toBe(one.p);
    expect(Math.abs(other.p - one.p)).toBeLessThan(0.03);
  });

  test("a system against itself, and a single sentence, show nothing", () => {
    const a = randomCounts(20, 0.6, 1, "one");
    expect(approximateRandomization(a, a, rate, { trials: 100, seed: 1 })).toEqual({
      difference: 0,
      p: 1,
      trials: 100,
    });
    const single = approximateRandomization(countsOf([[3, 4]]), countsOf([[1, 4]]), rate, {
      trials: 100,
      seed: 1,
    });
    expect(single).toEqual({ difference: 50, p: 1, trials: 100 });
  });

  test("what cannot be compared is an error", () => {
    const one = countsOf([[1, 1]]);
    expect(() => approximateRandomization(one, countsOf([]), rate, { seed: 1 })).toThrow(
      new DataError("approximate randomization: expected counts of at least one sentence, there are none"),
    );
    expect(() => approximateRandomization(one, one, rate, { trials: 0, seed: 1 })).toThrow(
      new ConfigError("trials 0: expected a whole number of at least 1"),
    );
    const [a, b] = [
      [
        [1, 1],
        [1, 0],
      ],
      [
        [1, 0],
        [1, 1],
      ],
    ].map(countsOf) as [SegmentCounts, SegmentCounts];
    expect(() => approximateRandomization(a, b, rate, { seed: 1 })).toThrow(
      /^approximate randomization: trial \d+ scores (Infinity and 100|100 and Infinity), expected finite scores of any choice of outputs; leave out sentences that the metric cannot score$/,
    );
  });
});
