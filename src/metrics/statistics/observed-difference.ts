import { DataError } from "../../errors.ts";
import { type Scored, type SegmentCounts, sumRows } from "../segment-counts.ts";

/** How far two systems' scores on all sentences are apart. */
export interface ObservedDifference {
  /** Score of the first system less that of the second. */
  readonly difference: number;
  /** Whether another difference is at least as far from 0, on either side. */
  reachedBy(other: number): boolean;
}

/** Sums in another order may differ by this much of the scores; equal differences have to count as equal. */
const rounding = 1e-11;

/** @throws {DataError} where a score is not finite */
export function observedDifference(
  purpose: string,
  a: SegmentCounts,
  b: SegmentCounts,
  metric: Scored,
): ObservedDifference {
  const [first, second] = [metric.score(sumRows(a)), metric.score(sumRows(b))];
  const difference = first - second;
  if (!Number.isFinite(difference)) {
    throw new DataError(`${purpose}: the systems score ${first} and ${second}, expected finite scores`);
  }
  const least = Math.abs(difference) - rounding * (Math.abs(first) + Math.abs(second));
  return { difference, reachedBy: (other) => Math.abs(other) >= least };
}
