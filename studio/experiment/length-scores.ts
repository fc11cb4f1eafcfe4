import {
  countSegments,
  evaluationMetrics,
  type Interval,
  lengthBuckets,
  type Segment,
  type SegmentCounts,
  selectRows,
  sumRows,
} from "../../src/metrics/index.ts";
import { scoreInterval } from "../../src/metrics/statistics/score-interval.ts";

/** The metrics that can be shown by length. */
export const lengthMetrics = ["bleu", "exact_match"] as const;
export type LengthMetric = (typeof lengthMetrics)[number];

/** The longest source of each bucket, in tokens; they are as wide as in `henkan compare`. */
export const bucketBounds: readonly number[] = [5, 10, 15, 20, 25, 30, 35, 40];

/** A score on the sentences whose source has `from` to `to` tokens. */
export interface ScoreByLength {
  readonly from: number;
  readonly to: number | null;
  readonly sentences: number;
  readonly score: number;
  /** 95 %, over sentences. */
  readonly interval: Interval | null;
}

/** A model's scores by length, by metric. */
export type ScoresByLength = Readonly<Record<LengthMetric, readonly ScoreByLength[]>>;

/** Enough for a band that does not shake, and fast enough to be drawn anew all the time. */
const resamples = 400;

/** Scores by source length that grow with every sentence: a sentence is counted once. */
export class GrowingScores {
  private readonly lengths: number[] = [];
  private readonly counts = new Map<LengthMetric, SegmentCounts[]>(lengthMetrics.map((name) => [name, []]));

  /** @param lengths of the sources, in tokens */
  add(segments: readonly Segment[], lengths: readonly number[]): void {
    this.lengths.push(...lengths);
    for (const [name, parts] of this.counts) parts.push(countSegments(evaluationMetrics[name], segments));
  }

  scores(): ScoresByLength {
    const buckets = lengthBuckets(this.lengths, bucketBounds);
    const byMetric = lengthMetrics.map((name) => {
      const metric = evaluationMetrics[name];
      const counts = joined(this.counts.get(name)!);
      const scores = buckets.map(({ from, to, rows }): ScoreByLength => {
        const own = selectRows(counts, rows);
        return {
          ...{ from, to, sentences: rows.length },
          score: metric.score(sumRows(own)),
          interval: scoreInterval(metric, own, { seed: 1, resamples }),
        };
      });
      return [name, scores];
    });
    return Object.fromEntries(byMetric) as ScoresByLength;
  }
}

function joined(parts: readonly SegmentCounts[]): SegmentCounts {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const width = parts[0]?.width ?? 0;
  const values = new Float64Array(rows * width);
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { rows, width, values };
}
