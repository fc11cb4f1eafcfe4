import { permutation } from "./permutation.ts";

/** Sources of examples that are drawn in other shares than they have. */
export interface Mixture {
  /** How many examples each source has; those of the first source are numbered first, and so on. */
  readonly counts: readonly number[];
  /** The share of an epoch's examples that comes from each source; they add up to 1. */
  readonly shares: readonly number[];
}

/** Which examples an epoch has, one at each position: the same for the same seed and epoch, without memory. */
export interface EpochOrder {
  readonly length: number;
  /** The number of the example at a position, 0 … length − 1. */
  at(position: number): number;
}

/**
 * The examples of an epoch, source after source. Without a mixture each example once. With one an epoch is as long, and
 * of a source with n examples it has r = share · length: each ⌊r / n⌋ times, and as many more as are left, drawn without
 * replacement by (seed, epoch); over the epochs all examples of a source are drawn alike often.
 *
 * @param count n of all sources together
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
  const drawn = counts.map((n, source) =>
    permutation(n, { seed, purpose: `examples of source ${source}`, step: epoch }),
  );
  return {
    length: count,
    at(position) {
      let source = 0;
      while (position >= begins[source + 1]!) source++;
      const n = counts[source]!;
      const place = position - begins[source]!;
      const whole = draws[source]! - (draws[source]! % n);
      return firsts[source]! + (place < whole ? place % n : drawn[source]!(place - whole));
    },
  };
}

/**
 * Whole numbers that add up to a total, in the given shares: rounded down, and the largest remainders up. What an empty
 * source would have had goes to the others.
 */
function apportion(total: number, { counts, shares }: Mixture): number[] {
  const possible = shares.map((share, source) => (counts[source]! > 0 ? share : 0));
  const sum = possible.reduce((all, share) => all + share, 0);
  const exact = possible.map((share) => (share / sum) * total);
  const whole = exact.map(Math.floor);
  const left = total - whole.reduce((all, draws) => all + draws, 0);
  const remainder = (source: number) => exact[source]! - whole[source]!;
  const byRemainder = [...exact.keys()].sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const source of byRemainder.slice(0, left)) whole[source]!++;
  return whole;
}

/** 0, then the sum of the first value, of the first two, … of all. */
function runningSums(values: readonly number[]): number[] {
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return sums;
}
