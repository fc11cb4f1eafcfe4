import { ConfigError, DataError } from "../errors.ts";
import { type BootstrapOptions, bootstrapInterval } from "./bootstrap.ts";
import type { Interval } from "./interval.ts";
import { checkCounts, type Scored, type SegmentCounts, selectRows, sumRows } from "./segment-counts.ts";

/** One system's outputs for all sentences, by their counts and lengths. */
export interface MeasuredOutputs {
  readonly counts: SegmentCounts;
  /** Tokens of each output. */
  readonly hypothesisLengths: readonly number[];
  /** Tokens of the reference of each output; of several that nearest in length, as BLEU's brevity penalty has it. */
  readonly referenceLengths: readonly number[];
}

/** How one system did on the sentences of one bucket. */
export interface BucketScore {
  readonly score: number;
  /** Bootstrap percentile interval within the bucket; null where it holds one sentence, which shows no spread. */
  readonly interval: Interval | null;
  /** Σ output tokens / Σ reference tokens: below 1 where outputs are too short; null where the references are empty. */
  readonly brevityRatio: number | null;
}

/** The sentences whose source has `from` to `to` tokens. */
export interface LengthBucket {
  readonly from: number;
  /** Null for the last, open bucket. */
  readonly to: number | null;
  /** How many sentences. Judge a score by this and by its interval: long sentences are few. */
  readonly n: number;
  /** A score for each system, in the order given. */
  readonly systems: readonly BucketScore[];
}

export interface ByLengthOptions extends BootstrapOptions {
  /** The longest source of each bucket but the last, rising (default 5, 10, 15 … 50: the last begins at 51). */
  readonly bounds?: readonly number[];
}

const everyFive = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50];

/**
 * Scores by source length, as Bahdanau et al. 2015 (figure 2) compared attention with a fixed vector. Buckets are
 * five tokens wide unless told otherwise, because fixed widths can be compared between data sets; `quantileBounds`
 * makes buckets of equal weight instead. Empty buckets are left out. All systems are bootstrapped on the same
 * resamples.
 * @param sourceLengths tokens of each source, in the order of the rows of all systems' counts
 * @throws {DataError} where lengths or rows differ in number, or a length is no whole number from 0 on
 * @throws {ConfigError} where the bounds do not rise, or the bootstrap's options are out of range
 */
export function scoresByLength(
  sourceLengths: readonly number[],
  systems: readonly MeasuredOutputs[],
  metric: Scored,
  { bounds = everyFive, ...bootstrap }: ByLengthOptions,
): LengthBucket[] {
  checkBounds(bounds);
  checkLengths("source", sourceLengths, sourceLengths.length);
  for (const { counts, hypothesisLengths, referenceLengths } of systems) {
    checkCounts("scores by length", counts);
    checkLengths("source", sourceLengths, counts.rows);
    checkLengths("hypothesis", hypothesisLengths, counts.rows);
    checkLengths("reference", referenceLengths, counts.rows);
  }
  const members: number[][] = [...bounds, null].map(() => []);
  sourceLengths.forEach((length, row) => members[bucketOf(length, bounds)]!.push(row));
  return members.flatMap((rows, i) => {
    if (rows.length === 0) return [];
    // An empty source falls into the first bucket.
    const from = i > 0 ? bounds[i - 1]! + 1 : rows.some((row) => sourceLengths[row] === 0) ? 0 : 1;
    const scores = systems.map((outputs) => scoreBucket(outputs, rows, metric, bootstrap));
    return [{ from, to: bounds[i] ?? null, n: rows.length, systems: scores }];
  });
}

/**
 * Bounds that share the sentences out as evenly as whole lengths allow: at most `buckets` buckets, fewer where many
 * sentences have the same length.
 * @param buckets how many, at least 1
 * @throws {DataError} where there is no length, or one is no whole number from 0 on
 * @throws {ConfigError} where `buckets` is no whole number from 1 on
 */
export function quantileBounds(sourceLengths: readonly number[], buckets: number): number[] {
  if (!(Number.isInteger(buckets) && buckets >= 1)) {
    throw new ConfigError(`buckets ${buckets}: expected a whole number of at least 1`);
  }
  checkLengths("source", sourceLengths, sourceLengths.length);
  if (sourceLengths.length === 0) throw new DataError("scores by length: expected at least one sentence");
  const sorted = sourceLengths.toSorted((a, b) => a - b);
  const longest = sorted.at(-1)!;
  const bounds = new Set<number>();
  for (let i = 1; i < buckets; i++) {
    const bound = sorted[Math.max(0, Math.round((i * sorted.length) / buckets) - 1)]!;
    if (bound > 0 && bound < longest) bounds.add(bound);
  }
  return [...bounds];
}

function scoreBucket(
  { counts, hypothesisLengths, referenceLengths }: MeasuredOutputs,
  rows: readonly number[],
  metric: Scored,
  bootstrap: BootstrapOptions,
): BucketScore {
  const selected = selectRows(counts, rows);
  const total = (lengths: readonly number[]): number => rows.reduce((sum, row) => sum + lengths[row]!, 0);
  const references = total(referenceLengths);
  return {
    score: metric.score(sumRows(selected)),
    interval: rows.length === 1 ? null : bounded(bootstrapInterval(selected, metric, bootstrap)),
    brevityRatio: references === 0 ? null : total(hypothesisLengths) / references,
  };
}

function bounded({ low, high }: Interval): Interval {
  return { low, high };
}

function bucketOf(length: number, bounds: readonly number[]): number {
  const bucket = bounds.findIndex((bound) => length <= bound);
  return bucket < 0 ? bounds.length : bucket;
}

function checkLengths(side: string, lengths: readonly number[], expected: number): void {
  if (lengths.length !== expected) {
    throw new DataError(
      `scores by length: ${lengths.length} ${side} lengths for ${expected} sentences, expected one each`,
    );
  }
  const odd = lengths.findIndex((length) => !(Number.isInteger(length) && length >= 0));
  if (odd >= 0) {
    throw new DataError(
      `scores by length: ${side} length ${lengths[odd]} of sentence ${odd + 1}, expected a whole number from 0 on`,
    );
  }
}

function checkBounds(bounds: readonly number[]): void {
  const odd = bounds.findIndex((bound, i) => !(Number.isInteger(bound) && bound > (bounds[i - 1] ?? 0)));
  if (odd >= 0) {
    throw new ConfigError(
      `bounds ${bounds.join(", ")}: expected rising whole numbers from 1 on, such as 10, 20, 30`,
    );
  }
}
