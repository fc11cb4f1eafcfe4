import { DataError } from "../errors.ts";
import { countSegment, type Metric } from "./metric.ts";
import type { Segment } from "./segment.ts";

/**
 * Counts of each sentence, one row a sentence: [rows, width] in one array. What a corpus metric needs to know of a
 * sentence, such as n-gram matches and lengths, so that the score of any set of sentences comes from the sum of
 * their rows.
 */
export interface SegmentCounts {
  readonly rows: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** What turns summed counts into a score; every metric does. */
export interface Scored {
  /** @param sums [width], lent for the call: it is filled anew afterwards */
  score(sums: Float64Array): number;
}

/** @throws {DataError} where a segment has no reference */
export function countSegments(metric: Metric, segments: readonly Segment[]): SegmentCounts {
  const { width } = metric;
  const values = new Float64Array(segments.length * width);
  for (const [row, segment] of segments.entries()) {
    values.set(countSegment(metric, segment, row), row * width);
  }
  return { rows: segments.length, width, values };
}

/** The sum of all rows, [width]. */
export function sumRows({ rows, width, values }: SegmentCounts): Float64Array {
  const sums = new Float64Array(width);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let c = 0; c < width; c++) sums[c]! += values[at++]!;
  }
  return sums;
}

/** The rows of the given numbers, in their order. */
export function selectRows({ width, values }: SegmentCounts, numbers: readonly number[]): SegmentCounts {
  const selected = new Float64Array(numbers.length * width);
  numbers.forEach((row, i) => selected.set(values.subarray(row * width, (row + 1) * width), i * width));
  return { rows: numbers.length, width, values: selected };
}

/** @throws {DataError} where there is no row, or the array does not hold rows × width numbers */
export function checkCounts(purpose: string, { rows, width, values }: SegmentCounts): void {
  if (rows === 0) throw new DataError(`${purpose}: expected counts of at least one sentence, there are none`);
  if (values.length !== rows * width) {
    throw new DataError(
      `${purpose}: ${values.length} counts for ${rows} sentences of ${width}, expected ${rows * width}`,
    );
  }
}

/** @throws {DataError} where either is not as `checkCounts` wants it, or they differ in rows or width */
export function checkPairedCounts(purpose: string, a: SegmentCounts, b: SegmentCounts): void {
  checkCounts(purpose, a);
  checkCounts(purpose, b);
  if (a.rows !== b.rows) {
    throw new DataError(
      `${purpose}: ${a.rows} sentences of one system and ${b.rows} of the other, expected both systems' outputs for ` +
        "the same sentences in the same order",
    );
  }
  if (a.width !== b.width) {
    throw new DataError(
      `${purpose}: ${a.width} counts a sentence of one system and ${b.width} of the other, expected counts of the ` +
        "same metric",
    );
  }
}
