import { PieceTrie } from "./piece-trie.ts";
import type { TrainingText } from "./training-text.ts";

/** Pieces during training: piece n is a stretch of the training text. */
export interface Lexicon {
  readonly starts: Int32Array;
  /** In characters. */
  readonly lengths: Int32Array;
  /** log p of each piece. */
  readonly scores: Float64Array;
}

/** The pieces at these indices. */
export function select({ starts, lengths, scores }: Lexicon, indices: ArrayLike<number>): Lexicon {
  return {
    starts: Int32Array.from(indices, (i) => starts[i]!),
    lengths: Int32Array.from(indices, (i) => lengths[i]!),
    scores: Float64Array.from(indices, (i) => scores[i]!),
  };
}

/** A trie that finds the pieces, by number, in the training text. */
export function trieOf({ symbols }: TrainingText, { starts, lengths }: Lexicon): PieceTrie {
  let [sum, longest] = [0, 0];
  for (const length of lengths) {
    sum += length;
    longest = Math.max(longest, length);
  }
  const trie = new PieceTrie(sum, longest);
  for (let n = 0; n < starts.length; n++) trie.add(symbols, starts[n]!, starts[n]! + lengths[n]!, n);
  return trie;
}

/** The pieces as text. */
export function spellings(text: TrainingText, { starts, lengths }: Lexicon): string[] {
  return Array.from(starts, (start, n) => text.spell(start, start + lengths[n]!));
}
