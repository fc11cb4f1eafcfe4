import fc from "fast-check";
import { expect, test } from "vitest";
import { permutation } from "./permutation.ts";

const key = (seed: number, step: number) => ({ seed, purpose: "test", step });
const whole = (n: number, seed: number, step: number): number[] => {
  const at = permutation(n, key(seed, step));
  return Array.from({ length: n }, (_, position) => at(position));
};

test("property: each number stands at one position", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer(), fc.nat(), (n, seed, step) => {
      expect(whole(n, seed, step).sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
    }),
    { numRuns: 300 },
  );
});

test("the key decides the order", () => {
  expect(whole(1000, 1, 1)).toEqual(whole(1000, 1, 1));
  expect(whole(1000, 1, 2)).not.toEqual(whole(1000, 1, 1));
  expect(whole(1000, 2, 1)).not.toEqual(whole(1000, 1, 1));
});

test("the order stays the same from version to version", () => {
  expect(whole(12, 1, 1)).toEqual([10, 11, 4, 3, 2, 8, 6, 1, 5, 7, 9, 0]);
});

test("it looks shuffled: neighbours are far apart, and every number is alike likely at every position", () => {
  const n = 10_007;
  const order = whole(n, 3, 1);
  let apart = 0;
  for (let i = 1; i < n; i++) apart += Math.abs(order[i]! - order[i - 1]!);
  expect(apart / (n - 1) / n).toBeCloseTo(1 / 3, 2); // as for two uniform numbers
  const counts = new Float64Array(49);
  for (let step = 0; step < 14_000; step++) {
    const at = permutation(7, key(5, step));
    for (let position = 0; position < 7; position++) counts[position * 7 + at(position)]!++;
  }
  // χ² of 7 × 7 cells with fixed margins has 36 degrees of freedom: above 74 with a chance of 0.0002.
  const expected = 2000;
  expect(counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(74);
});

test("numbers beyond 2³¹ are permuted as well", () => {
  const n = 2 ** 32 - 5;
  const at = permutation(n, key(1, 1));
  const some = Array.from({ length: 1000 }, (_, i) => at(n - 1 - i));
  expect(new Set(some).size).toBe(1000);
  for (const number of some) expect(number >= 0 && number < n && Number.isInteger(number)).toBe(true);
});
