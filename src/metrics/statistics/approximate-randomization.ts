import { ConfigError, DataError } from "../../errors.ts";
import { RandomStream } from "../../random.ts";
import { checkPairedCounts, type Scored, type SegmentCounts, sumRows } from "../segment-counts.ts";
import { observedDifference } from "./observed-difference.ts";

export interface RandomizationOptions {
  /** n, how often outputs are swapped anew (default 10000); at least 1. No p-value is below 1 / (n + 1). */
  readonly trials?: number;
  /** Any integer. */
  readonly seed: number;
}

export interface Randomization {
  /** Score of the first system less that of the second, on all sentences. */
  readonly difference: number;
  /** Two-sided p-value. */
  readonly p: number;
  readonly trials: number;
}

/**
 * Compares two systems by approximate randomization (Noreen 1989; for translation Riezler and Maxwell 2005, "On some
 * pitfalls in automatic evaluation and significance testing for MT"). Were they equally good, it would not
 * matter which of them wrote an output: each trial swaps the two outputs of every sentence with probability ½, and
 *
 *     p = (c + 1) / (n + 1),   c = #{trials whose pseudo-systems differ by |d*| ≥ |d|}
 *
 * Ties count, so a system against itself has p = 1; sacreBLEU counts strictly larger differences only.
 * @throws {DataError} where the systems' sentences differ in number, or a score is not finite
 * @throws {ConfigError} where `trials` is no whole number from 1 on
 */
export function approximateRandomization(
  a: SegmentCounts,
  b: SegmentCounts,
  metric: Scored,
  { trials = 10_000, seed }: RandomizationOptions,
): Randomization {
  if (!(Number.isInteger(trials) && trials >= 1)) {
    throw new ConfigError(`trials ${trials}: expected a whole number of at least 1`);
  }
  checkPairedCounts("approximate randomization", a, b);
  const { difference, reachedBy } = observedDifference("approximate randomization", a, b, metric);
  const totals = [sumRows(a), sumRows(b)] as const;
  const steps = a.values.map((count, i) => b.values[i]! - count);
  const moved = new Float64Array(a.width);
  let asFar = 0;
  for (let trial = 0; trial < trials; trial++) {
    swapAtRandom(steps, a, new RandomStream(seed, "randomization", trial), moved);
    const first = metric.score(totals[0].map((sum, c) => sum + moved[c]!));
    const second = metric.score(totals[1].map((sum, c) => sum - moved[c]!));
    if (!Number.isFinite(first - second)) {
      throw new DataError(
        `approximate randomization: trial ${trial + 1} scores ${first} and ${second}, expected finite scores of any ` +
          "choice of outputs; leave out sentences that the metric cannot score",
      );
    }
    if (reachedBy(first - second)) asFar++;
  }
  return { difference, p: (asFar + 1) / (trials + 1), trials };
}

/** Sums into `moved` [width] what swapping adds to the first system, each row swapped with probability ½. */
function swapAtRandom(
  steps: Float64Array,
  { rows, width }: SegmentCounts,
  random: RandomStream,
  moved: Float64Array,
): void {
  moved.fill(0);
  let coins = 0;
  for (let i = 0; i < rows; i++) {
    coins = i % 32 === 0 ? random.uint32() : coins >>> 1;
    if ((coins & 1) === 0) continue;
    const start = i * width;
    for (let c = 0; c < width; c++) moved[c]! += steps[start + c]!;
  }
}
