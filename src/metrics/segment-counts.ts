import { countSegment, type Metric } from "./metric.ts";
import type { Segment } from "./segment.ts";

/** A metric's counts of many segments: a matrix of which scores of any choice of rows can be had without their text. */
export interface SegmentCounts {
  /** Segments. */
  readonly rows: number;
  /** The metric's. */
  readonly width: number;
  /** [rows, width], row by row. */
  readonly values: Float64Array;
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

/** The sums of each column over some rows, all where none are given; a row that comes twice counts twice. */
export function sumRows({ rows, width, values }: SegmentCounts, chosen?: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(width);
  const count = chosen?.length ?? rows;
  for (let i = 0; i < count; i++) {
    const at = (chosen?.[i] ?? i) * width;
    for (let column = 0; column < width; column++) sums[column]! += values[at + column]!;
  }
  return sums;
}
