import fc from "fast-check";
import { expect, test } from "vitest";
import { kendallTau } from "./kendall-tau.ts";

// python3, scipy 1.17.1: scipy.stats.kendalltau(x, y).statistic
test.each([
  [[0, 1, 2, 3, 4], [1, 0, 2, 4, 3], 0.6],
  [[0, 1, 2, 3, 4, 5, 6], [0.5, 2, 2, 1, 1, 1, 9], 0.2646280620124816],
  [[1, 1, 2, 3, 3], [2, 2, 7, 2, 5], 0.26726124191242434],
])("%j and %j: %d", (x, y, tau) => expect(kendallTau(x, y)).toBeCloseTo(tau, 12));

test("no order, no correlation", () => {
  expect(kendallTau([0], [3])).toBeNull();
  expect(kendallTau([], [])).toBeNull();
  expect(kendallTau([0, 1, 2], [4, 4, 4])).toBeNull();
});

test("property: ±1 for the order itself and for its reverse", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 20 }), (x) => {
      expect(kendallTau(x, x)).toBe(1);
      expect(
        kendallTau(
          x,
          x.map((value) => -value),
        ),
      ).toBe(-1);
    }),
  );
});
