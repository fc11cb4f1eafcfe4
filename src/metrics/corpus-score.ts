import { DataError } from "../errors.ts";
import { countSegment, type Metric } from "./metric.ts";
import type { Segment } from "./segment.ts";
import type { SegmentCounts } from "./segment-counts.ts";

/**
 * The score of all segments together.
 * @throws {DataError} where there is no segment, or one has no reference
 */
export function corpusScore(metric: Metric, segments: Iterable<Segment>): number {
  const accumulator = createScoreAccumulator(metric);
  for (const segment of segments) accumulator.add(segment);
  return accumulator.score();
}

/**
 * The score of each segment alone. BLEU means little on so few n-grams without `effectiveOrder`.
 * @throws {DataError} where one has no reference
 */
export function sentenceScores(metric: Metric, segments: Iterable<Segment>): number[] {
  return Array.from(segments, (segment, i) => metric.score(countSegment(metric, segment, i)));
}

/** Scores segments as they come, in constant memory but for the rows that are kept. */
export interface ScoreAccumulator {
  /** @throws {DataError} where the segment has no reference */
  add(segment: Segment): void;
  /** How many segments came. */
  readonly sentences: number;
  /** @throws {DataError} where none came */
  score(): number;
  /** The metric's signature for the references that came. */
  signature(): string;
  /** The counts of each segment, for resampling; null where more came than are kept. */
  rows(): SegmentCounts | null;
}

/** @param most of how many segments the counts are kept: where more come, of none (default: of none) */
export function createScoreAccumulator(metric: Metric, most = 0): ScoreAccumulator {
  const { width } = metric;
  const sums = new Float64Array(width);
  let values = new Float64Array(0);
  let sentences = 0;
  let references: number | "var" = 0;
  return {
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
      const { length } = segment.references;
      references = sentences === 0 || references === length ? length : "var";
      sentences++;
    },
    get sentences() {
      return sentences;
    },
    score() {
      if (sentences === 0) {
        throw new DataError(`${metric.name}: expected at least one sentence, there is none`);
      }
      return metric.score(sums.slice());
    },
    signature: () => metric.signature(references),
    rows: () =>
      sentences > most ? null : { rows: sentences, width, values: values.slice(0, sentences * width) },
  };
}

function grown(values: Float64Array, least: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(least, 2 * values.length));
  larger.set(values);
  return larger;
}
