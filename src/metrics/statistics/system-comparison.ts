import type { Metric } from "../metric.ts";
import type { Segment } from "../segment.ts";
import { countSegments, type SegmentCounts, sumRows } from "../segment-counts.ts";
import { approximateRandomization } from "./approximate-randomization.ts";
import type { Interval } from "./interval.ts";
import { pairedBootstrap } from "./paired-bootstrap.ts";
import { scoreInterval } from "./score-interval.ts";

/** Two systems' outputs for the same sentences, by one metric. */
export interface SystemComparison {
  readonly scores: readonly [a: number, b: number];
  readonly intervals: readonly [a: Interval | null, b: Interval | null];
  /** Score of A less that of B, and its 95 % bootstrap interval. */
  readonly difference: number;
  readonly interval: Interval;
  /** Two-sided p-values of "both are equally good". */
  readonly bootstrapP: number;
  readonly randomizationP: number;
  /** Which is better, where both tests say so at 5 %. */
  readonly better: "a" | "b" | null;
}

const significance = 0.05;

/**
 * Compares two systems by a metric, by `pairedBootstrap` and `approximateRandomization`.
 * @throws {DataError} where the systems' sentences differ in number
 * @throws {ConfigError} where the options are out of range
 */
export function compareSystems(
  metric: Metric,
  a: readonly Segment[],
  b: readonly Segment[],
  { resamples = 1000, seed = 1 }: { resamples?: number | undefined; seed?: number } = {},
): SystemComparison {
  const [first, second] = [countSegments(metric, a), countSegments(metric, b)];
  const bootstrap = pairedBootstrap(first, second, metric, { resamples, seed });
  const { p: randomizationP } = approximateRandomization(first, second, metric, { seed });
  const { difference, low, high, p: bootstrapP } = bootstrap;
  const isClear = difference !== 0 && Math.max(bootstrapP, randomizationP) < significance;
  const scoreOf = (counts: SegmentCounts): number => metric.score(sumRows(counts));
  const intervalOf = (counts: SegmentCounts): Interval | null =>
    scoreInterval(metric, counts, { resamples, seed });
  return {
    scores: [scoreOf(first), scoreOf(second)],
    intervals: [intervalOf(first), intervalOf(second)],
    difference,
    interval: { low, high },
    bootstrapP,
    randomizationP,
    better: isClear ? (difference > 0 === metric.higherIsBetter ? "a" : "b") : null,
  };
}
