import { ConfigError } from "../../errors.ts";

/** From `low` to `high`, both included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** @throws {ConfigError} where the level is not between 0 and 1 */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new ConfigError(`level ${level}: expected a number between 0 and 1, such as 0.95`);
  }
}

/** @throws {ConfigError} where so many resamples hold no interval of that level, or are no whole number */
export function checkResamples(resamples: number, level: number): void {
  checkLevel(level);
  if (Number.isInteger(resamples) && tailRank(resamples, level) >= 1) return;
  const least = Math.ceil(2 / (1 - level) - 1 - slack);
  throw new ConfigError(
    `resamples ${resamples}: expected a whole number of at least ${least} for level ${level}`,
  );
}

/**
 * The percentile interval of B bootstrap scores: from the k-th smallest to the k-th largest, k = ⌊(B + 1) · α⌋ with
 * α = (1 − level) / 2 (Efron and Tibshirani 1993, "An introduction to the bootstrap", sections 12.5 and 13.3).
 * @param scores at least 1 / α − 1 of them, in any order; they are left as they are
 */
export function percentileInterval(scores: Float64Array, level: number): Interval {
  const sorted = scores.toSorted();
  const k = tailRank(scores.length, level);
  return { low: sorted[k - 1]!, high: sorted[scores.length - k]! };
}

/** Lets 20 · 0.05 be 1 although 1 − 0.9 falls short of 0.1. */
const slack = 1e-9;

function tailRank(resamples: number, level: number): number {
  return Math.floor(((resamples + 1) * (1 - level)) / 2 + slack);
}
