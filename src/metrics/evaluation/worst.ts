import { countSegment, type Metric } from "../metric.ts";
import type { Segment } from "../segment.ts";

/** A sentence and its own score. */
export interface ScoredSegment {
  /** Its place in the file, from 1. */
  readonly sentence: number;
  readonly score: number;
  readonly segment: Segment;
}

/**
 * Finds the sentences that score worst, in memory for as many as are kept. Of equal ones those that come first are kept.
 * @param metric what scores a sentence: of BLEU a variant with `effectiveOrder` and smoothing
 * @param most how many are kept
 */
export function createWorstFinder(
  metric: Metric,
  most: number,
): { add(segment: Segment): void; worst(): readonly ScoredSegment[] } {
  const kept: ScoredSegment[] = []; // worst first
  const isWorse = (a: number, b: number): boolean => (metric.higherIsBetter ? a < b : a > b);
  let sentences = 0;
  return {
    add(segment) {
      const score = metric.score(countSegment(metric, segment, sentences));
      sentences++;
      if (kept.length === most && (most === 0 || !isWorse(score, kept.at(-1)!.score))) return;
      const place = kept.findIndex((other) => isWorse(score, other.score));
      kept.splice(place < 0 ? kept.length : place, 0, { sentence: sentences, score, segment });
      if (kept.length > most) kept.pop();
    },
    worst: () => kept,
  };
}
