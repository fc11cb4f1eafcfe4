import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roundTicks, tickLabel } from "./axis.ts";

describe("roundTicks", () => {
  test.each([
    [6.3, 4, [0, 2, 4, 6, 8]],
    [100, 4, [0, 25, 50, 75, 100]],
    [17, 5, [0, 5, 10, 15, 20]],
    [1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  ])("up to %d in about %d steps", (maximum, steps, expected) => {
    const ticks = roundTicks(maximum, steps);
    expect(ticks).toHaveLength(expected.length);
    ticks.forEach((tick, i) => expect(tick).toBeCloseTo(expected[i]!, 12));
  });

  test("property: the last tick is at or just above the maximum, and the steps are few", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 7 }),
        (maximum, steps) => {
          const ticks = roundTicks(maximum, steps);
          expect(ticks.length - 1).toBeLessThanOrEqual(steps);
          expect(ticks.at(-1)).toBeGreaterThanOrEqual(maximum * (1 - 1e-6));
          expect(ticks.at(-2)).toBeLessThan(maximum);
        },
      ),
    );
  });
});

test("tick labels have the decimals that the step needs", () => {
  expect([0, 25, 50].map((tick) => tickLabel(tick, [0, 25, 50]))).toEqual(["0", "25", "50"]);
  expect([0, 2.5, 5].map((tick) => tickLabel(tick, [0, 2.5, 5]))).toEqual(["0.0", "2.5", "5.0"]);
  expect(tickLabel(0.6000000000000001, [0, 0.2, 0.4])).toBe("0.6");
  expect(tickLabel(0.05, [0, 0.025, 0.05])).toBe("0.050");
});
