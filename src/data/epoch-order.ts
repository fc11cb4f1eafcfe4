import { permutation } from "./permutation.ts";

/** Datasets whose examples are drawn in proportions other than their sizes. */
export interface Mixture {
  /** How many examples each dataset has. Examples are numbered dataset by dataset. */
  readonly counts: readonly number[];
  /** The share of an epoch's examples that comes from each dataset; they add up to 1. */
  readonly shares: readonly number[];
}

/** The examples of an epoch, one at each position. The same seed and epoch give the same order, without memory. */
export interface EpochOrder {
  readonly length: number;
  /** The number of the example at a position in 0 … length − 1. */
  at(position: number): number;
}

/**
 * The examples of an epoch, dataset by dataset. Without a mixture, each example occurs once. With one, the epoch has
 * the same length, and a dataset with n examples fills r = share · length of it: each example ⌊r / n⌋ times, and the
 * rest drawn without replacement by (seed, epoch). Over many epochs, all examples of a dataset are drawn equally
 * often.
 *
 * @param count the number of examples of all datasets together
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
 * Whole numbers that add up to a total, in the given shares: those with the largest remainders are rounded up, the
 * others down. The share of an empty dataset goes to the others.
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

/** The running sums: 0, the first value, the sum of the first two, … of all. */
function runningSums(values: readonly number[]): number[] {
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return sums;
}
