import { expect, test } from "vitest";
import { studentQuantile } from "./student-t.ts";

// python3, scipy 1.17.1: scipy.stats.t.ppf((1 + level) / 2, degrees)
test.each([
  [0.95, 3, 3.1824463052837078],
  [0.95, 4, 2.7764451051977934],
  [0.95, 9, 2.262157162798205],
  [0.95, 29, 2.045229642132703],
  [0.95, 499, 1.9647293909876886],
  [0.99, 4, 4.604094871349992],
])("level %d, %i degrees: %d", (level, degrees, t) => {
  expect(studentQuantile(level, degrees)).toBeCloseTo(t, 11);
});

test("one degree is Cauchy's distribution, two have a closed form", () => {
  for (const level of [0.01, 0.5, 0.9, 0.95, 0.999999]) {
    const cauchy = Math.tan((Math.PI * level) / 2);
    expect(Math.abs(studentQuantile(level, 1) / cauchy - 1)).toBeLessThan(1e-9);
    const two = level * Math.sqrt(2 / ((1 - level) * (1 + level)));
    expect(Math.abs(studentQuantile(level, 2) / two - 1)).toBeLessThan(1e-9);
  }
});
