import { RandomStream } from "../random.ts";
import type { ExampleLengths } from "./example-source.ts";

interface BatchSize {
  /**
   * The most tokens in a batch, padding included: of its source (S · B) or its target (T · B), whichever is
   * larger. An example that is longer than that is a batch by itself.
   */
  batchTokens: number;
}

/**
 * Without `shuffle`, batches are ordered from short to long. With it, their order depends on `seed`, `epoch` and, if
 * an epoch has several windows, the number of the window (default 0).
 */
export type BatchOptions =
  | (BatchSize & { shuffle?: true; seed: number; epoch: number; window?: number })
  | (BatchSize & { shuffle: false });

/**
 * Groups examples (all, or those in `among`) of similar length into batches, each example into one batch. Two epochs
 * differ in the order of the batches and in which examples of equal lengths share a batch.
 *
 * Measured on enja-tanaka (50,000 pairs, words) with 1400 tokens per batch: 1.9 % of the source and 0.1 % of the
 * target tokens are padding; the plan takes 15 ms, all batches of an epoch together 37 ms.
 *
 * @param among the indices of the examples to batch; one that is listed twice is batched twice (default: all)
 * @returns one array [B] of indices per batch
 */
export function planBatches(
  lengths: ExampleLengths,
  options: BatchOptions,
  among: Int32Array = Int32Array.from({ length: lengths.count }, (_, index) => index),
): Int32Array[] {
  const { batchTokens } = options;
  if (options.shuffle === false) return cut(lengths, sortByLength(lengths, among), batchTokens);
  const { seed, epoch, window = 0 } = options;
  const random = new RandomStream(seed, window === 0 ? "batches" : `batches of window ${window}`, epoch);
  return random.shuffle(cut(lengths, sortByLength(lengths, random.shuffle(among.slice())), batchTokens));
}

/**
 * Sorts by target length, then by source length: ascending if the target length is even, descending if it is odd. So
 * the source length does not jump when the target length changes. Examples of equal lengths keep their order.
 */
function sortByLength(lengths: ExampleLengths, order: Int32Array): Int32Array {
  const S = order.reduce((longest, index) => Math.max(longest, lengths.sourceLength(index)), 0);
  const bySource = countingSort(order, (index) => {
    const length = lengths.sourceLength(index);
    return lengths.targetLength(index) % 2 === 0 ? length : S - length;
  });
  return countingSort(bySource, (index) => lengths.targetLength(index));
}

/** A stable sort by a small non-negative integer key. */
function countingSort(indices: Int32Array, keyOf: (index: number) => number): Int32Array {
  const keys = indices.map(keyOf);
  const starts = new Int32Array(keys.reduce((highest, key) => Math.max(highest, key), 0) + 2);
  for (const key of keys) starts[key + 1]!++;
  for (let key = 1; key < starts.length; key++) starts[key]! += starts[key - 1]!;
  const sorted = new Int32Array(indices.length);
  indices.forEach((index, i) => {
    sorted[starts[keys[i]!]!++] = index;
  });
  return sorted;
}

/** Cuts sorted examples into the longest runs that fit into a batch. */
function cut(lengths: ExampleLengths, sorted: Int32Array, batchTokens: number): Int32Array[] {
  const plan: Int32Array[] = [];
  let start = 0;
  let longest = 0;
  sorted.forEach((index, i) => {
    const longer = Math.max(lengths.sourceLength(index), lengths.targetLength(index));
    longest = Math.max(longest, longer);
    if (i > start && longest * (i + 1 - start) > batchTokens) {
      plan.push(sorted.subarray(start, i));
      start = i;
      longest = longer;
    }
  });
  if (start < sorted.length) plan.push(sorted.subarray(start));
  return plan;
}
