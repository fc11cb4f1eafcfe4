import { expect, test } from "vitest";
import { ConfigError } from "../../errors.ts";
import { checkLevel, checkResamples, percentileInterval } from "./interval.ts";

/** n, n − 1, …, 1: the k-th smallest is k. */
const falling = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => n - i);

test("from the k-th smallest to the k-th largest, k = ⌊(B + 1) α⌋", () => {
  expect(percentileInterval(falling(999), 0.95)).toEqual({ low: 25, high: 975 });
  expect(percentileInterval(falling(1000), 0.95)).toEqual({ low: 25, high: 976 });
  expect(percentileInterval(falling(19), 0.9)).toEqual({ low: 1, high: 19 });
});

test("too few resamples for the level, and levels in percent, are errors", () => {
  expect(() => checkResamples(39, 0.95)).not.toThrow();
  expect(() => checkResamples(38, 0.95)).toThrow(
    new ConfigError("resamples 38: expected a whole number of at least 39 for level 0.95"),
  );
  expect(() => checkResamples(19, 0.9)).not.toThrow();
  expect(() => checkResamples(18, 0.9)).toThrow(
    new ConfigError("resamples 18: expected a whole number of at least 19 for level 0.9"),
  );
  expect(() => checkResamples(99.5, 0.95)).toThrow(
    new ConfigError("resamples 99.5: expected a whole number of at least 39 for level 0.95"),
  );
  for (const level of [95, 0, 1, Number.NaN]) {
    expect(() => checkLevel(level)).toThrow(
      new ConfigError(`level ${level}: expected a number between 0 and 1, such as 0.95`),
    );
  }
});
