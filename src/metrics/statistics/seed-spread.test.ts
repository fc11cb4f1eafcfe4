import { expect, test } from "vitest";
import { DataError } from "../../errors.ts";
import { RandomStream } from "../../random.ts";
import { seedSpread } from "./seed-spread.ts";

test("by hand: 2, 4, 9 have mean 5 and variance (9 + 1 + 16) / 2", () => {
  const { n, mean, deviation, interval } = seedSpread([2, 4, 9]);
  expect([n, mean]).toEqual([3, 5]);
  expect(deviation).toBeCloseTo(Math.sqrt(13), 12);
  // t for two degrees of freedom: 4.302652729749462.
  expect(interval!.low).toBeCloseTo(5 - (4.302652729749462 * Math.sqrt(13)) / Math.sqrt(3), 10);
  expect(interval!.high).toBeCloseTo(5 + (4.302652729749462 * Math.sqrt(13)) / Math.sqrt(3), 10);
});

test("one seed shows no spread, equal scores a spread of 0", () => {
  expect(seedSpread([36.5])).toEqual({ n: 1, mean: 36.5, deviation: null, interval: null });
  expect(seedSpread([7, 7])).toEqual({ n: 2, mean: 7, deviation: 0, interval: { low: 7, high: 7 } });
});

test("the interval holds the true mean of normal scores as often as its level says", () => {
  for (const level of [0.8, 0.95]) {
    const random = new RandomStream(1, "scores");
    let held = 0;
    for (let i = 0; i < 2000; i++) {
      const { interval } = seedSpread(
        [1, 2, 3, 4].map(() => 30 + 2 * random.normal()),
        { level },
      );
      if (interval!.low <= 30 && 30 <= interval!.high) held++;
    }
    // Three standard errors of a share of 2,000.
    expect(Math.abs(held / 2000 - level)).toBeLessThan(3 * Math.sqrt((level * (1 - level)) / 2000));
  }
});

test("no score, and one that is no number, are errors", () => {
  expect(() => seedSpread([])).toThrow(
    new DataError("seeds: expected the score of at least one, there is none"),
  );
  expect(() => seedSpread([1, Number.NaN])).toThrow(
    new DataError("seeds: score 2 is NaN, expected a finite number"),
  );
});
