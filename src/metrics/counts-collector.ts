import { countSegment, type Metric } from "./metric.ts";
import type { Segment } from "./segment.ts";
import type { SegmentCounts } from "./segment-counts.ts";

/**
 * Collects a metric's counts of segments as they come. Rows are kept for resampling up to a number of sentences; past
 * it only their sum is, so that memory stays constant.
 */
export interface CountsCollector {
  readonly metric: Metric;
  /** @throws {DataError} where the segment has no reference */
  add(segment: Segment): void;
  /** [width], the sum of all rows. */
  readonly sums: Float64Array;
  /** The counts of each sentence; null where there were too many to keep. */
  rows(): SegmentCounts | null;
}

/** @param most how many sentences' rows are kept: of more, none */
export function createCountsCollector(metric: Metric, most: number): CountsCollector {
  const { width } = metric;
  const sums = new Float64Array(width);
  let values = new Float64Array(0);
  let sentences = 0;
  return {
    metric,
    sums,
    add(segment) {
      const counts = countSegment(metric, segment, sentences);
      for (let i = 0; i < width; i++) sums[i]! += counts[i]!;
      if (sentences < most) {
        const at = sentences * width;
        if (at + width > values.length) values = grown(values, at + width);
        values.set(counts, at);
      } else {
        values = new Float64Array(0);
      }
      sentences++;
    },
    rows: () =>
      sentences > most ? null : { rows: sentences, width, values: values.slice(0, sentences * width) },
  };
}

function grown(values: Float64Array, least: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(least, 2 * values.length));
  larger.set(values);
  return larger;
}
