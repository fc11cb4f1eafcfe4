import { DataError } from "../../errors.ts";
import { checkLevel, type Interval } from "./interval.ts";
import { studentQuantile } from "./student-t.ts";

/** Scores of the same recipe, trained with several seeds. */
export interface SeedSpread {
  /** How many seeds. */
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation s, with n − 1 below; null for one seed, which shows no spread. */
  readonly deviation: number | null;
  /** Where the mean of ever more seeds would lie, by Student's t; null for one seed. */
  readonly interval: Interval | null;
}

/**
 * Sums up the scores of several seeds as mean ± standard deviation, and an interval of the mean (Student 1908, "The
 * probable error of a mean"; Reimers and Gurevych 2017 show how much a seed alone can change):
 *
 *     s² = Σ (xᵢ − x̄)² / (n − 1);   x̄ ± t · s / √n,   P(|T| ≤ t) = level with n − 1 degrees of freedom
 *
 * It takes the scores to be normally distributed, and tells of other seeds, not of other test sentences.
 * @param options `level`, between 0 and 1, is 0.95 by default
 * @throws {DataError} where there is no score, or one is not finite
 * @throws {ConfigError} where the level is out of range
 */
export function seedSpread(scores: readonly number[], { level = 0.95 }: { level?: number } = {}): SeedSpread {
  checkLevel(level);
  const n = scores.length;
  if (n === 0) throw new DataError("seeds: expected the score of at least one, there is none");
  const odd = scores.findIndex((score) => !Number.isFinite(score));
  if (odd >= 0) throw new DataError(`seeds: score ${odd + 1} is ${scores[odd]}, expected a finite number`);

  const mean = scores.reduce((sum, score) => sum + score, 0) / n;
  if (n === 1) return { n, mean, deviation: null, interval: null };
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (n - 1));
  const half = (studentQuantile(level, n - 1) * deviation) / Math.sqrt(n);
  return { n, mean, deviation, interval: { low: mean - half, high: mean + half } };
}
