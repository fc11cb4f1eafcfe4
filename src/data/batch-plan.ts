import { RandomStream } from "../random.ts";
import type { Example } from "./example.ts";

interface BatchSize {
  /**
   * The most tokens in a batch, padding included: of its source (S · B) or its target (T · B), whichever is
   * larger. An example that is longer than that is a batch by itself.
   */
  batchTokens: number;
}

/** Without `shuffle` the batches come from short to long; with it, `seed` and `epoch` decide their order. */
export type BatchOptions =
  | (BatchSize & { shuffle?: true; seed: number; epoch: number })
  | (BatchSize & { shuffle: false });

/**
 * Groups examples of like length into batches, each example into one. Two epochs differ in the order of the
 * batches and in which examples of the same lengths meet.
 *
 * Measured on enja-tanaka (50,000 pairs, words) with 1400 tokens a batch: 1.9 % of the source and 0.1 % of the
 * target tokens are padding; the plan takes 15 ms, all batches of an epoch together 37 ms.
 *
 * @returns one array [B] of indices a batch
 */
export function planBatches(examples: readonly Example[], options: BatchOptions): Int32Array[] {
  const order = Int32Array.from(examples.keys());
  const { batchTokens } = options;
  if (options.shuffle === false) return cut(examples, sortByLength(examples, order), batchTokens);
  const random = new RandomStream(options.seed, "batches", options.epoch);
  return random.shuffle(cut(examples, sortByLength(examples, random.shuffle(order)), batchTokens));
}

/**
 * Sorts by target length, and examples of one target length by source length: upwards where the target length is
 * even, downwards where it is odd, so that where the target length steps, the source length does not jump.
 * Examples of the same lengths keep their order.
 */
function sortByLength(examples: readonly Example[], order: Int32Array): Int32Array {
  const S = examples.reduce((longest, { source }) => Math.max(longest, source.length), 0);
  const bySource = countingSort(order, (index) => {
    const { source, target } = examples[index]!;
    return target.length % 2 === 0 ? source.length : S - source.length;
  });
  return countingSort(bySource, (index) => examples[index]!.target.length);
}

/** A stable sort by a key that is a small integer, not negative. */
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
function cut(examples: readonly Example[], sorted: Int32Array, batchTokens: number): Int32Array[] {
  const plan: Int32Array[] = [];
  let start = 0;
  let longest = 0;
  sorted.forEach((index, i) => {
    const { source, target } = examples[index]!;
    longest = Math.max(longest, source.length, target.length);
    if (i > start && longest * (i + 1 - start) > batchTokens) {
      plan.push(sorted.subarray(start, i));
      start = i;
      longest = Math.max(source.length, target.length);
    }
  });
  if (start < sorted.length) plan.push(sorted.subarray(start));
  return plan;
}
