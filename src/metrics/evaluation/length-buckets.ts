import { ConfigError, DataError } from "../../errors.ts";

/** The sentences whose source has `from` to `to` tokens. */
export interface LengthBucket {
  readonly from: number;
  /** Null for the last, open bucket. */
  readonly to: number | null;
  /** Which sentences, counted from 0. Judge a score by how many there are: long sentences are few. */
  readonly rows: readonly number[];
}

const everyFive = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50];

/**
 * Sentences by their length, for scores by length as Bahdanau et al. 2015 (figure 2) compared attention with a fixed
 * vector. Buckets are five tokens wide unless told otherwise, because fixed widths can be compared between data sets;
 * `quantileBounds` makes buckets of equal weight instead. Empty buckets are left out.
 * @param lengths tokens of each sentence's source
 * @param bounds the longest source of each bucket but the last, rising (default 5, 10, 15 … 50: the last begins at 51)
 * @throws {DataError} where a length is no whole number from 0 on
 * @throws {ConfigError} where the bounds do not rise
 */
export function lengthBuckets(
  lengths: readonly number[],
  bounds: readonly number[] = everyFive,
): LengthBucket[] {
  checkBounds(bounds);
  checkLengths(lengths);
  const members: number[][] = [...bounds, null].map(() => []);
  lengths.forEach((length, row) => members[bucketOf(length, bounds)]!.push(row));
  return members.flatMap((rows, i) => {
    if (rows.length === 0) return [];
    // An empty source falls into the first bucket.
    const from = i > 0 ? bounds[i - 1]! + 1 : rows.some((row) => lengths[row] === 0) ? 0 : 1;
    return [{ from, to: bounds[i] ?? null, rows }];
  });
}

/**
 * Bounds that share the sentences out as evenly as whole lengths allow: at most `buckets` buckets, fewer where many
 * sentences have the same length.
 * @param buckets how many, at least 1
 * @throws {DataError} where there is no length, or one is no whole number from 0 on
 * @throws {ConfigError} where `buckets` is no whole number from 1 on
 */
export function quantileBounds(lengths: readonly number[], buckets: number): number[] {
  if (!(Number.isInteger(buckets) && buckets >= 1)) {
    throw new ConfigError(`buckets ${buckets}: expected a whole number of at least 1`);
  }
  checkLengths(lengths);
  if (lengths.length === 0) throw new DataError("scores by length: expected at least one sentence");
  const sorted = lengths.toSorted((a, b) => a - b);
  const longest = sorted.at(-1)!;
  const bounds = new Set<number>();
  for (let i = 1; i < buckets; i++) {
    const bound = sorted[Math.max(0, Math.round((i * sorted.length) / buckets) - 1)]!;
    if (bound > 0 && bound < longest) bounds.add(bound);
  }
  return [...bounds];
}

function bucketOf(length: number, bounds: readonly number[]): number {
  const bucket = bounds.findIndex((bound) => length <= bound);
  return bucket < 0 ? bounds.length : bucket;
}

function checkLengths(lengths: readonly number[]): void {
  const odd = lengths.findIndex((length) => !(Number.isInteger(length) && length >= 0));
  if (odd >= 0) {
    throw new DataError(
      `scores by length: length ${lengths[odd]} of sentence ${odd + 1}, expected a whole number from 0 on`,
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
