import { permutation } from "./permutation.ts";

/** Sources of examples that are drawn in other shares than they have. */
export interface Mixture {
  /** How many examples each dataset has; those of the first dataset are numbered first, and so on. */
  readonly counts: readonly number[];
  /** The share of an epoch's examples that comes from each dataset; they add up to 1. */
  readonly shares: readonly number[];
}

/** Which examples an epoch has, one at each position: the same for the same seed and epoch, without memory. */
export interface EpochOrder {
  readonly length: number;
  /** The number of the example at a position, 0 … length − 1. */
  at(position: number): number;
}

/**
 * The examples of an epoch, dataset after dataset. Without a mixture each example once. With one an epoch is as long, and
 * of a dataset with n examples it has r = share · length: each ⌊r / n⌋ times, and as many more as are left, drawn without
 * replacement by (seed, epoch); over the epochs all examples of a dataset are drawn alike often.
 *
 * @param count n of all datasets together
 */
export function epochOrder(
  count: number,
  { seed, epoch, mixture }: { seed: number; epoch: number; mixture?: Mixture | undefined },
): EpochOrder {
  if (mixture === undefined) return { length: count, at: (position) => position };
  const { counts } = mixture;
  const draws = apportion(count, mixture);
  const firsts = runningSums(counts);
  const begins = runningSums(draws);
  const drawn = counts.map((n, dataset) =>
    permutation(n, { seed, purpose: `examples of source ${dataset}`, step: epoch }),
  );
  return {
    length: count,
    at(position) {
      let dataset = 0;
      while (position >= begins[dataset + 1]!) dataset++;
      const n = counts[dataset]!;
      const place = position - begins[dataset]!;
      const whole = draws[dataset]! - (draws[dataset]! % n);
      return firsts[dataset]! + (place < whole ? place % n : drawn[dataset]!(place - whole));
    },
  };
}

/**
 * Whole numbers that add up to a total, in the given shares: rounded down, and the largest remainders up. What an empty
 * dataset would have had goes to the others.
 */
function apportion(total: number, { counts, shares }: Mixture): number[] {
  const possible = shares.map((share, dataset) => (counts[dataset]! > 0 ? share : 0));
  const sum = possible.reduce((all, share) => all + share, 0);
  const exact = possible.map((share) => (share / sum) * total);
  const whole = exact.map(Math.floor);
  const left = total - whole.reduce((all, draws) => all + draws, 0);
  const remainder = (dataset: number) => exact[dataset]! - whole[dataset]!;
  const byRemainder = [...exact.keys()].sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const dataset of byRemainder.slice(0, left)) whole[dataset]!++;
  return whole;
}

/** 0, then the sum of the first value, of the first two, … of all. */
function runningSums(values: readonly number[]): number[] {
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return sums;
}
