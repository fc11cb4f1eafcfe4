import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { incompleteBeta, incompleteBetaInverse } from "./incomplete-beta.ts";

const close = (value: number, expected: number, relative = 1e-12): void =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));

describe("incompleteBeta", () => {
  /*
   * python3, mpmath 1.3.0, mp.dps = 50. Whole a and b: sum(binomial(n, i) * x**i * (1 - x)**(n - i) for i in
   * range(a, n + 1)) with n = a + b - 1, the chance of a or more successes of n; others: betainc(a, b, 0, x,
   * regularized=True). x is mpf(x), the double itself.
   */
  test.each([
    [0.3, 2, 5, 0.579825],
    [0.001, 3, 700, 0.03430605688181101],
    [0.37, 7352, 12649, 0.7611500132382305],
    [0.9, 18500, 1501, 7.38140442943384e-35],
    [0.999, 90, 2, 0.9961401347229878],
    [0.97, 40, 1.5, 0.484055978531663],
    [0.125, 0.25, 0.75, 0.5388325494738779],
  ])("I(%d; %d, %d)", (x, a, b, expected) => close(incompleteBeta(x, a, b), expected));

  test("closed forms: xᵃ, the arcsine law, and the ends", () => {
    for (const x of [1e-9, 0.1, 0.5, 0.83, 1 - 1e-9]) {
      close(incompleteBeta(x, 3.7, 1), x ** 3.7);
      close(incompleteBeta(x, 0.5, 0.5), (2 / Math.PI) * Math.atan2(Math.sqrt(x), Math.sqrt(1 - x)));
    }
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
  });

  const parameter = fc.double({ min: 0.05, max: 3000, noNaN: true });
  const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

  test("property: Iₓ(a, b) + I₁₋ₓ(b, a) = 1, and rises in x", () => {
    fc.assert(
      fc.property(share, parameter, parameter, (x, a, b) => {
        const y = 1 - x;
        // 1 − y is x where y is exact: take the x that y stands for.
        expect(Math.abs(incompleteBeta(1 - y, a, b) + incompleteBeta(y, b, a) - 1)).toBeLessThan(1e-11);
        expect(incompleteBeta(x, a, b)).toBeLessThanOrEqual(incompleteBeta((1 + x) / 2, a, b) + 1e-14);
      }),
      { numRuns: 500 },
    );
  });

  test("property: the recurrence Iₓ(a, b) = x Iₓ(a − 1, b) + (1 − x) Iₓ(a, b − 1) (DLMF 8.17.19)", () => {
    const above = parameter.map((value) => value + 1);
    fc.assert(
      fc.property(share, above, above, (x, a, b) => {
        const right = x * incompleteBeta(x, a - 1, b) + (1 - x) * incompleteBeta(x, a, b - 1);
        expect(Math.abs(incompleteBeta(x, a, b) - right)).toBeLessThan(1e-12);
      }),
      { numRuns: 500 },
    );
  });

  test("property: the inverse is the x whose neighbours enclose the probability", () => {
    fc.assert(
      fc.property(share, parameter, parameter, (probability, a, b) => {
        const x = incompleteBetaInverse(probability, a, b);
        const [below, above] = [x * (1 - 8 * Number.EPSILON), x * (1 + 8 * Number.EPSILON)];
        expect(incompleteBeta(below, a, b)).toBeLessThan(probability + 1e-12);
        expect(incompleteBeta(above, a, b)).toBeGreaterThan(probability - 1e-12);
      }),
      { numRuns: 500 },
    );
  });

  test("the inverse: closed forms, far tails, and the ends", () => {
    close(incompleteBetaInverse(0.025, 1, 1), 0.025);
    close(incompleteBetaInverse(1e-12, 1, 5), -Math.expm1(Math.log1p(-1e-12) / 5));
    close(incompleteBetaInverse(0.3, 7, 1), 0.3 ** (1 / 7));
    close(incompleteBetaInverse(0.3, 0.1, 1), 0.3 ** 10);
    expect(incompleteBetaInverse(0, 2, 3)).toBe(0);
    expect(incompleteBetaInverse(1, 2, 3)).toBe(1);
  });
});
