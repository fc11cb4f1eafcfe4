import { describe, expect, test } from "vitest";
import { ConfigError, DataError } from "../../errors.ts";
import { binomialInterval } from "./binomial-interval.ts";

/** P(X = k) for n trials with chance p. */
function mass(k: number, n: number, p: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value *= (n - k + i) / i;
  return value * p ** k * (1 - p) ** (n - k);
}

describe("binomialInterval", () => {
  /*
   * python3, exact fractions and a bisection of 60 steps on p = m / 2**60:
   *   tail = lambda k, n, p: sum(math.comb(n, i) * p**i * (1 - p)**(n - i) for i in range(k, n + 1))
   * low: the least p with tail(k, n, p) >= alpha / 2; high: the least with 1 - tail(k + 1, n, p) <= alpha / 2.
   */
  test.each([
    [0, 5, 0.95, 0, 0.5218237501049815],
    [1, 5, 0.95, 0.005050763379468056, 0.7164179361180895],
    [7, 23, 0.95, 0.13210287969809986, 0.5291916660085066],
    [23, 23, 0.95, 0.8518148710847756, 1],
    [199, 200, 0.95, 0.9724581015427943, 0.999873418972133],
    [81, 263, 0.99, 0.23683735816553864, 0.386258325669745],
  ])("%i of %i at level %d: %d to %d", (k, n, level, low, high) => {
    const interval = binomialInterval(k, n, { level });
    expect(Math.abs(interval.low - low)).toBeLessThan(1e-12);
    expect(Math.abs(interval.high - high)).toBeLessThan(1e-12);
  });

  test("0.95 is the level where none is given", () => {
    expect(binomialInterval(7, 23)).toEqual(binomialInterval(7, 23, { level: 0.95 }));
  });

  test("covers every true share with at least the level, summed over all outcomes", () => {
    for (const [n, level] of [
      [1, 0.95],
      [7, 0.95],
      [20, 0.9],
      [50, 0.95],
    ] as const) {
      const intervals = Array.from({ length: n + 1 }, (_, k) => binomialInterval(k, n, { level }));
      let least = 1;
      for (let i = 1; i < 1000; i++) {
        const p = i / 1000;
        const covered = intervals.reduce(
          (sum, { low, high }, k) => (low <= p && p <= high ? sum + mass(k, n, p) : sum),
          0,
        );
        least = Math.min(least, covered);
      }
      expect(least).toBeGreaterThanOrEqual(level - 1e-12);
      // Not wider than it has to be, either.
      if (n >= 20) expect(least).toBeLessThan(level + 0.02);
    }
  });

  test("successes and failures exchanged: the interval is mirrored", () => {
    for (let k = 0; k <= 13; k++) {
      const [one, other] = [binomialInterval(k, 13), binomialInterval(13 - k, 13)];
      expect(one.low).toBeCloseTo(1 - other.high, 13);
      expect(one.high).toBeCloseTo(1 - other.low, 13);
    }
  });

  test("what is no share is an error", () => {
    expect(() => binomialInterval(0, 0)).toThrow(
      new DataError("binomial interval: 0 of 0, expected whole numbers, of at least 1"),
    );
    expect(() => binomialInterval(2.5, 10)).toThrow(
      new DataError("binomial interval: 2.5 of 10, expected whole numbers, of at least 1"),
    );
    expect(() => binomialInterval(11, 10)).toThrow(
      new DataError("binomial interval: 11 of 10, expected 0 to 10"),
    );
    expect(() => binomialInterval(1, 10, { level: 95 })).toThrow(
      new ConfigError("level 95: expected a number between 0 and 1, such as 0.95"),
    );
  });
});
