import { ConfigError } from "../errors.ts";
import { TextHash } from "./hash.ts";
import type { Pair } from "./pair.ts";

export interface HoldOutOptions {
  /** The part of the pairs to hold out, above 0 and below 1 (default 0.02). */
  share?: number;
  /** The most pairs to hold out (default 2000). */
  maximum?: number;
  /** Another seed holds out other pairs. */
  seed: number;
}

export const defaultHoldOut = { share: 0.02, maximum: 2000 };

/**
 * How many pairs to hold out of a given number.
 * @throws ConfigError if `share` or `maximum` is out of range
 */
export function pairsToHoldOut(pairs: number, share: number, maximum: number): number {
  if (!(share > 0 && share < 1)) {
    throw new ConfigError(`hold-out share ${share}: expected a number above 0 and below 1`);
  }
  if (!(maximum >= 1)) throw new ConfigError(`hold-out maximum ${maximum}: expected at least 1 pair`);
  return Math.max(1, Math.min(maximum, Math.round(share * pairs)));
}

/**
 * Splits pairs into training pairs and held-out (dev) pairs, both in their old order. Pairs with the same source stay
 * together, so that no source is in both.
 *
 * Sources are ranked by a hash of their text and the seed, and held out from the lowest rank up until `share` of the
 * pairs (rounded, at least 1, at most `maximum`) is reached. So the number is exact if sources are distinct, and
 * otherwise too large by less than the pairs of one source. When pairs are added, few of the old ones change sides.
 * Two distinct sources are enough for one on each side; with one source, nothing is held out.
 *
 * @throws ConfigError if `share` or `maximum` is out of range
 */
export function holdOut(
  pairs: readonly Pair[],
  { share = defaultHoldOut.share, maximum = defaultHoldOut.maximum, seed }: HoldOutOptions,
): { train: Pair[]; dev: Pair[] } {
  const wanted = pairsToHoldOut(pairs.length, share, maximum);

  const counts = new Map<string, number>();
  for (const { source } of pairs) counts.set(source, (counts.get(source) ?? 0) + 1);
  const ranked = [...counts]
    .map(([source, count]) => ({ source, count, rank: new TextHash(seed).add(source).uniform() }))
    .sort((a, b) => a.rank - b.rank);
  ranked.pop(); // at least one source to train on

  const held = new Set<string>();
  let size = 0;
  for (const { source, count } of ranked) {
    if (size >= wanted) break;
    held.add(source);
    size += count;
  }
  return {
    train: pairs.filter(({ source }) => !held.has(source)),
    dev: pairs.filter(({ source }) => held.has(source)),
  };
}
