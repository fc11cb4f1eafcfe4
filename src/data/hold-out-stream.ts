import { TextHash } from "./hash.ts";
import type { Pair } from "./pair.ts";
import { defaultHoldOut, type HoldOutOptions, pairsToHoldOut } from "./split.ts";

/** A source that may still be held out, with its pairs. */
interface Candidate {
  readonly source: string;
  readonly rank: number;
  readonly pairs: { readonly number: number; readonly pair: Pair }[];
}

/**
 * Holds out the same pairs as `holdOut`, but from a stream. Memory holds the pairs of the `maximum` + 1 sources of
 * lowest rank so far: one more than can be held out, because at least one source is left for training.
 */
export class HoldOutStream {
  private readonly seed: number;
  private readonly share: number;
  private readonly maximum: number;
  private readonly candidates = new Map<string, Candidate>();
  /** The candidates by rank; those of equal rank in order of arrival. */
  private readonly ranked: Candidate[] = [];
  private count = 0;

  /** @throws ConfigError if `share` or `maximum` is out of range */
  constructor({ share = defaultHoldOut.share, maximum = defaultHoldOut.maximum, seed }: HoldOutOptions) {
    pairsToHoldOut(0, share, maximum);
    this.seed = seed;
    this.share = share;
    this.maximum = maximum;
  }

  /** Takes the next pair and returns the pairs that are now certain not to be held out. */
  add(pair: Pair): Pair[] {
    const numbered = { number: this.count++, pair };
    const { source } = pair;
    const known = this.candidates.get(source);
    if (known !== undefined) {
      known.pairs.push(numbered);
      return [];
    }
    const rank = new TextHash(this.seed).add(source).uniform();
    const isFull = this.ranked.length > this.maximum;
    if (isFull && rank >= this.ranked.at(-1)!.rank) return [pair];
    const candidate = { source, rank, pairs: [numbered] };
    this.candidates.set(source, candidate);
    this.ranked.splice(this.placeOf(rank), 0, candidate);
    if (!isFull) return [];
    const last = this.ranked.pop()!;
    this.candidates.delete(last.source);
    return last.pairs.map((one) => one.pair);
  }

  /** After the last pair: returns the held-out pairs, in their old order, and the others that were not returned yet. */
  finish(): { dev: Pair[]; train: Pair[] } {
    const wanted = pairsToHoldOut(this.count, this.share, this.maximum);
    const dev: Candidate[] = [];
    let size = 0;
    for (const candidate of this.ranked.slice(0, -1)) {
      if (size >= wanted) break;
      dev.push(candidate);
      size += candidate.pairs.length;
    }
    return { dev: inOrder(dev), train: inOrder(this.ranked.slice(dev.length)) };
  }

  /** The index after all candidates of that rank or a lower one. */
  private placeOf(rank: number): number {
    let [low, high] = [0, this.ranked.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ranked[middle]!.rank <= rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function inOrder(candidates: readonly Candidate[]): Pair[] {
  return candidates
    .flatMap(({ pairs }) => pairs)
    .sort((a, b) => a.number - b.number)
    .map(({ pair }) => pair);
}
