import { checkCounts, type Scored, type SegmentCounts } from "../segment-counts.ts";
import { checkResamples, type Interval, percentileInterval } from "./interval.ts";
import { resampledScores } from "./resample.ts";

export interface BootstrapOptions {
  /** B, how often sentences are drawn anew (default 1000); at least 2 / (1 − level) − 1. */
  readonly resamples?: number;
  /** How much of the resamples' scores the interval holds, between 0 and 1 (default 0.95). */
  readonly level?: number;
  /** Any integer. Comparisons of intervals want the same one throughout. */
  readonly seed: number;
}

export interface BootstrapInterval extends Interval {
  /** The mean of the resamples' scores; its distance to the plain score is the bootstrap's estimate of bias. */
  readonly mean: number;
  readonly resamples: number;
}

/**
 * The bootstrap percentile interval of a corpus metric (Efron and Tibshirani 1993, section 13.3; for translation
 * Koehn 2004, "Statistical significance tests for machine translation evaluation"): sentences are drawn with
 * replacement, as many as there are, and the metric is taken of each such corpus,
 *
 *     θ*ᵇ = score(Σᵢ counts(xᵇᵢ)),   b = 1 … B;   [θ*₍ₖ₎, θ*₍B+1−k₎],   k = ⌊(B + 1) · (1 − level) / 2⌋
 *
 * It tells what other sentences of the same kind would change, not what another training seed would. One sentence,
 * or sentences all alike, give an interval without width, which says nothing.
 * @throws {DataError} where there is no sentence, or a resample's score is not finite
 * @throws {ConfigError} where the options are out of range
 */
export function bootstrapInterval(
  counts: SegmentCounts,
  metric: Scored,
  { resamples = 1000, level = 0.95, seed }: BootstrapOptions,
): BootstrapInterval {
  checkResamples(resamples, level);
  checkCounts("bootstrap", counts);
  const scores = resampledScores([counts], metric, { resamples, seed })[0]!;
  const mean = scores.reduce((sum, score) => sum + score, 0) / resamples;
  return { ...percentileInterval(scores, level), mean, resamples };
}
