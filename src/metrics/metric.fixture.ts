import { RandomStream } from "../random.ts";
import type { Scored, SegmentCounts } from "./segment-counts.ts";

/** Rows of counts as a metric would give them. */
export function countsOf(rows: readonly (readonly number[])[]): SegmentCounts {
  return { rows: rows.length, width: rows[0]?.length ?? 0, values: Float64Array.from(rows.flat()) };
}

/** A rate in percent: counts are [right, all]. Not linear in the rows where `all` differs, as real metrics are. */
export const rate: Scored = { score: (sums) => (100 * sums[0]!) / sums[1]! };

/** Sentences of 1 to 9 tokens, each token right with the sentence's own probability around `quality`. */
export function randomCounts(rows: number, quality: number, seed: number, purpose: string): SegmentCounts {
  const lengths = new RandomStream(seed, "lengths");
  const random = new RandomStream(seed, purpose);
  return countsOf(
    Array.from({ length: rows }, () => {
      const all = 1 + lengths.integer(9);
      const chance = quality + 0.4 * (random.uniform() - 0.5);
      return [Array.from({ length: all }, () => random.uniform()).filter((u) => u < chance).length, all];
    }),
  );
}

/** Sentence scores without ties, one a row, normally distributed around 100. */
export function normalScores(rows: number, seed: number, purpose: string): SegmentCounts {
  const random = new RandomStream(seed, purpose);
  return countsOf(Array.from({ length: rows }, () => [100 + random.normal(), 100]));
}

/** The same sentences in another order. */
export function shuffled(counts: SegmentCounts, seed: number): SegmentCounts {
  const { rows, width, values } = counts;
  const order = new RandomStream(seed, "order").shuffle(Array.from({ length: rows }, (_, i) => i));
  return {
    rows,
    width,
    values: Float64Array.from(order.flatMap((i) => [...values.subarray(i * width, (i + 1) * width)])),
  };
}

/** Kolmogorov's distance between the sample and the uniform distribution over 0 … 1. */
export function distanceToUniform(sample: readonly number[]): number {
  const n = sample.length;
  const sorted = sample.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((value, i) => Math.max((i + 1) / n - value, value - i / n)));
}
