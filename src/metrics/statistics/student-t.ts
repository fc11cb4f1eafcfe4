import { incompleteBetaInverse } from "./incomplete-beta.ts";

/**
 * The t that Student's distribution stays within, on both sides of 0, with probability `level` (Student 1908):
 * P(|T| ≤ t) = I_{t²/(ν + t²)}(½, ν/2). So 12.706… for level 0.95 and one degree of freedom.
 * @param level between 0 and 1
 * @param degrees ν, above 0
 */
export function studentQuantile(level: number, degrees: number): number {
  // Both t²/(ν + t²) and its complement, so that neither is 1 less a number that is almost 1.
  const inside = incompleteBetaInverse(level, 0.5, degrees / 2);
  const outside = incompleteBetaInverse(1 - level, degrees / 2, 0.5);
  return Math.sqrt((degrees * inside) / outside);
}
