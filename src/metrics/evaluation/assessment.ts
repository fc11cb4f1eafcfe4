import { DataError } from "../../errors.ts";
import { referenceLength } from "../closest-length.ts";
import { createScoreAccumulator } from "../corpus-score.ts";
import type { Metric } from "../metric.ts";
import type { Segment } from "../segment.ts";
import { type SegmentCounts, selectRows, sumRows } from "../segment-counts.ts";
import type { Interval } from "../statistics/interval.ts";
import { scoreInterval } from "../statistics/score-interval.ts";
import { createErrorCounter, type ErrorSummary } from "./error-summary.ts";
import { lengthBuckets } from "./length-buckets.ts";
import { createWorstFinder, type ScoredSegment } from "./worst.ts";

export interface AssessmentOptions {
  /** Each by another name. */
  readonly metrics: readonly Metric[];
  /**
   * Resamples for the intervals; 0 for none. Default: 1,000 for up to 20,000 sentences and none for more, which leaves
   * the memory constant.
   */
  readonly resamples?: number | undefined;
  /** Keys the resamples (default 1). */
  readonly seed?: number;
  /** Scores by source length too: true, or the buckets' bounds. Keeps the counts of every sentence. */
  readonly byLength?: boolean | readonly number[];
  /** How many of the worst sentences are kept, and what scores them (default: none). */
  readonly worst?: { readonly metric: Metric; readonly most: number };
}

/** What `henkan evaluate --json` prints. Metrics stand under their names. */
export interface Assessment {
  readonly sentences: number;
  /** References of each sentence; "var" where sentences differ in it. */
  readonly references: number | "var";
  readonly metrics: Readonly<Record<string, number>>;
  /** 95 % intervals: exact for shares of sentences, by bootstrap otherwise. Null where there is none. */
  readonly intervals: Readonly<Record<string, Interval | null>>;
  /** In sacreBLEU's form: what another program must know to get the same scores. */
  readonly signatures: Readonly<Record<string, string>>;
  readonly errors: ErrorSummary;
  /** Null where it was not asked for. */
  readonly byLength: LengthScores | null;
  /** The worst first. */
  readonly worst: readonly ScoredSegment[];
}

export interface LengthScores {
  /** What the length is of, in tokens: the reference where sources are not known. */
  readonly of: "source" | "reference";
  readonly buckets: readonly LengthBucketScores[];
}

export interface LengthBucketScores {
  readonly from: number;
  /** Null for the last, open bucket. */
  readonly to: number | null;
  readonly sentences: number;
  /** Σ output tokens / Σ tokens of the reference closest in length; null where the references are empty. */
  readonly brevityRatio: number | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly intervals: Readonly<Record<string, Interval | null>>;
}

const mostWithIntervals = 20_000;

/** Assesses outputs as they come. */
export interface Assessor {
  /** @throws {DataError} where the segment has no reference, or lacks what a metric counts */
  add(segment: Segment): void;
  /**
   * @throws {DataError} where no segment came
   * @throws {ConfigError} where an option is out of range
   */
  assessment(): Assessment;
}

/** Scores with their intervals, over all and by length, and what is wrong with outputs. */
export function createAssessor({
  metrics,
  resamples,
  seed = 1,
  byLength = false,
  worst,
}: AssessmentOptions): Assessor {
  const keepsRows = byLength !== false || (resamples ?? 0) > 0;
  const most = keepsRows ? Number.POSITIVE_INFINITY : resamples === 0 ? 0 : mostWithIntervals;
  const accumulators = metrics.map((metric) => ({
    metric,
    accumulator: createScoreAccumulator(metric, most),
  }));
  const errors = createErrorCounter();
  const finder = worst && createWorstFinder(worst.metric, worst.most);
  const lengths: Lengths = { source: [], hypothesis: [], reference: [] };
  let references: number | "var" | undefined;

  const intervalOf = (metric: Metric, rows: SegmentCounts | null): Interval | null =>
    rows === null || resamples === 0
      ? null
      : scoreInterval(metric, rows, { resamples: resamples ?? 1000, seed });

  return {
    add(segment) {
      for (const { accumulator } of accumulators) accumulator.add(segment);
      errors.add(segment);
      finder?.add(segment);
      if (byLength !== false) addLengths(lengths, segment);
      const { length } = segment.references;
      references = references === undefined || references === length ? length : "var";
    },
    assessment() {
      if (references === undefined)
        throw new DataError("expected at least one sentence to score, there is none");
      const counted = accumulators.map((one) => ({ ...one, rows: one.accumulator.rows() }));
      return {
        sentences: errors.summary().sentences,
        references,
        metrics: byName(counted, ({ accumulator }) => accumulator.score()),
        intervals: byName(counted, ({ metric, rows }) => intervalOf(metric, rows)),
        signatures: byName(counted, ({ accumulator }) => accumulator.signature()),
        errors: errors.summary(),
        byLength: byLength === false ? null : scoresByLength(),
        worst: finder?.worst() ?? [],
      };

      function scoresByLength(): LengthScores {
        const of = lengths.source.length > 0 ? "source" : "reference";
        const bounds = byLength === true ? undefined : (byLength as readonly number[]);
        const buckets = lengthBuckets(lengths[of], bounds).map(({ from, to, rows: members }) => {
          const own = counted.map(({ metric, rows }) => ({ metric, rows: selectRows(rows!, members) }));
          return {
            from,
            to,
            sentences: members.length,
            brevityRatio: ratio(sumOf(lengths.hypothesis, members), sumOf(lengths.reference, members)),
            metrics: byName(own, ({ metric, rows }) => metric.score(sumRows(rows))),
            intervals: byName(own, ({ metric, rows }) => intervalOf(metric, rows)),
          };
        });
        return { of, buckets };
      }
    },
  };
}

/** Tokens of each sentence; of several references of the one closest in length. No source where none is known. */
interface Lengths {
  readonly source: number[];
  readonly hypothesis: number[];
  readonly reference: number[];
}

function addLengths(lengths: Lengths, segment: Segment): void {
  if (segment.source !== undefined) lengths.source.push(segment.source.tokens.length);
  lengths.hypothesis.push(segment.hypothesis.tokens.length);
  lengths.reference.push(referenceLength(segment));
}

/** A value for each metric, under its name. */
function byName<Counts extends { readonly metric: Metric }, T>(
  all: readonly Counts[],
  value: (counts: Counts) => T,
): Record<string, T> {
  return Object.fromEntries(all.map((counts) => [counts.metric.name, value(counts)]));
}

function sumOf(values: readonly number[], rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + values[row]!, 0);
}

function ratio(a: number, b: number): number | null {
  return b === 0 ? null : a / b;
}
