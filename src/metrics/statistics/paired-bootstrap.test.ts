import { describe, expect, test } from "vitest";
import { ConfigError, DataError } from "../../errors.ts";
import { countsOf, distanceToUniform, randomCounts, rate, shuffled } from "../metric.fixture.ts";
import { type SegmentCounts, selectRows, sumRows } from "../segment-counts.ts";
import { pairedBootstrap } from "./paired-bootstrap.ts";

const five = {
  a: countsOf([
    [5, 6],
    [2, 4],
    [7, 7],
    [3, 9],
    [4, 5],
  ]),
  b: countsOf([
    [3, 6],
    [3, 4],
    [5, 7],
    [2, 9],
    [4, 5],
  ]),
};

/** The differences on all 5⁵ resamples, each as likely as the other. */
function allDifferences(a: SegmentCounts, b: SegmentCounts): number[] {
  return Array.from({ length: 5 ** 5 }, (_, number) => {
    const rows = Array.from({ length: 5 }, (_, i) => Math.floor(number / 5 ** i) % 5);
    return rate.score(sumRows(selectRows(a, rows))) - rate.score(sumRows(selectRows(b, rows)));
  });
}

const nulls = Array.from({ length: 400 }, (_, seed) => {
  const a = randomCounts(60, 0.6, seed, "one");
  const b = randomCounts(60, 0.6, seed, "other");
  return pairedBootstrap(a, b, rate, { resamples: 299, seed });
});

describe("pairedBootstrap", () => {
  test("agrees with the whole bootstrap distribution of five sentences", () => {
    const all = allDifferences(five.a, five.b);
    const d = rate.score(sumRows(five.a)) - rate.score(sumRows(five.b));
    const share = (holds: (x: number) => boolean): number => all.filter(holds).length / all.length;
    const meanAbsolute = all.reduce((sum, x) => sum + Math.abs(x), 0) / all.length;

    const result = pairedBootstrap(five.a, five.b, rate, { resamples: 20_000, seed: 1 });
    expect(result.difference).toBe(d);
    // Monte-Carlo error of a share of 20,000: at most 0.0035.
    expect(Math.abs(result.p - share((x) => Math.abs(x - d) >= Math.abs(d) - 1e-9))).toBeLessThan(0.01);
    expect(Math.abs(result.sacrebleuP - share((x) => Math.abs(x) - meanAbsolute > d))).toBeLessThan(0.01);
    expect(Math.abs(share((x) => x < result.low) - 0.025)).toBeLessThan(0.01);
    expect(Math.abs(share((x) => x > result.high) - 0.025)).toBeLessThan(0.01);
    expect(Math.abs(result.mean - all.reduce((sum, x) => sum + x, 0) / all.length)).toBeLessThan(0.3);
    expect(result.resamples).toBe(20_000);
  });

  test("p is uniform between equal systems, and sacreBLEU's is not", () => {
    // Kolmogorov's distance of 400 uniform numbers is above 0.081 once in a hundred times.
    expect(distanceToUniform(nulls.map(({ p }) => p))).toBeLessThan(0.08);
    const rejected = nulls.map(({ sacrebleuP }) => sacrebleuP).filter((p) => p < 0.05).length / nulls.length;
    expect(rejected).toBeGreaterThan(0.075);
  });

  test("the interval of the difference leaves 0 out about as often as p is small", () => {
    const apart = nulls.filter(({ low, high }) => low > 0 || high < 0).length / nulls.length;
    expect(apart).toBeGreaterThan(0.02);
    expect(apart).toBeLessThan(0.09);
  });

  test("a clear difference has the smallest p there is", () => {
    const better = randomCounts(200, 0.8, 1, "one");
    const worse = randomCounts(200, 0.5, 1, "other");
    const result = pairedBootstrap(better, worse, rate, { resamples: 999, seed: 1 });
    expect(result.p).toBe(0.001);
    expect(result.sacrebleuP).toBe(0.001);
    expect(result.low).toBeGreaterThan(0);
  });

  test("systems exchanged: the difference turns its sign, the p-values stay", () => {
    const there = pairedBootstrap(five.a, five.b, rate, { seed: 4 });
    const back = pairedBootstrap(five.b, five.a, rate, { seed: 4 });
    expect(back).toEqual({
      ...there,
      difference: -there.difference,
      low: -there.high,
      high: -there.low,
      mean: -there.mean,
    });
  });

  test("sentences in another order give almost the same p", () => {
    const a = randomCounts(100, 0.62, 1, "one");
    const b = randomCounts(100, 0.58, 1, "other");
    const one = pairedBootstrap(a, b, rate, { resamples: 2000, seed: 1 });
    const other = pairedBootstrap(shuffled(a, 5), shuffled(b, 5), rate, { resamples: 2000, seed: 1 });
    expect(other.p).not.toBe(one.p);
    expect(Math.abs(other.p - one.p)).toBeLessThan(0.05);
  });

  test("a system against itself, and a single sentence, show nothing", () => {
    expect(pairedBootstrap(five.a, five.a, rate, { seed: 1 })).toMatchObject({
      difference: 0,
      p: 1,
      low: 0,
      high: 0,
    });
    const single = pairedBootstrap(countsOf([[3, 4]]), countsOf([[1, 4]]), rate, { seed: 1 });
    expect(single).toMatchObject({ difference: 50, p: 1, low: 50, high: 50 });
  });

  test("what cannot be compared is an error", () => {
    expect(() => pairedBootstrap(five.a, countsOf([[1, 1]]), rate, { seed: 1 })).toThrow(
      new DataError(
        "paired bootstrap: 5 sentences of one system and 1 of the other, expected both systems' outputs for the same " +
          "sentences in the same order",
      ),
    );
    expect(() => pairedBootstrap(countsOf([[1, 0]]), countsOf([[1, 1]]), rate, { seed: 1 })).toThrow(
      new DataError("paired bootstrap: the systems score Infinity and 100, expected finite scores"),
    );
    expect(() => pairedBootstrap(five.a, five.b, rate, { resamples: 10, seed: 1 })).toThrow(
      new ConfigError("resamples 10: expected a whole number of at least 39 for level 0.95"),
    );
  });
});
