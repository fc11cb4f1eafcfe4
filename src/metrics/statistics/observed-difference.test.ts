import { expect, test } from "vitest";
import { countsOf, rate } from "../metric.fixture.ts";
import { observedDifference } from "./observed-difference.ts";

test("reached from either side, rounding apart, and not by less", () => {
  const { difference, reachedBy } = observedDifference("test", countsOf([[3, 4]]), countsOf([[1, 4]]), rate);
  expect(difference).toBe(50);
  expect([50, -50, 50 - 1e-12, 51].map(reachedBy)).toEqual([true, true, true, true]);
  expect([49.999, -49.999, 0].map(reachedBy)).toEqual([false, false, false]);
});
