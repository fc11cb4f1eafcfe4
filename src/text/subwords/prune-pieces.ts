import { type Lexicon, trieOf } from "./lexicon.ts";
import type { PieceTrie } from "./piece-trie.ts";
import type { TrainingText } from "./training-text.ts";

/**
 * The pieces whose loss would be highest (Kudo 2018, section 3.2, steps 2b and 2c), in their order. Characters always
 * stay; a piece that is less likely than its likeliest split into other pieces is removed.
 *
 * The loss of a piece x is how far log P of the text falls when the c(x) expected occurrences of x are replaced by its
 * likeliest split y₁ … yₘ into other pieces. With N = Σ c, it is
 * c(x) · (log (c(x) / N) − Σⱼ log ((c(yⱼ) + c(x)) / (N + (m − 1) c(x)))).
 *
 * @param counts how often each piece is expected in the text
 * @param most pieces to keep, characters included
 */
export function indispensable(
  text: TrainingText,
  lexicon: Lexicon,
  counts: Float64Array,
  most: number,
): Int32Array {
  const { lengths, scores } = lexicon;
  const trie = trieOf(text, lexicon);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const losses = scores.map((score, piece) => {
    if (lengths[piece] === 1) return Number.POSITIVE_INFINITY;
    const parts = likeliestParts(text, lexicon, trie, piece);
    if (parts.reduce((sum, part) => sum + scores[part]!, 0) >= score) return 0;
    const count = counts[piece]!;
    const logTotal = Math.log(total + (parts.length - 1) * count);
    const lost = parts.reduce((sum, part) => sum + Math.log(counts[part]! + count) - logTotal, 0);
    return count * (Math.log(count / total) - lost);
  });
  const worthKeeping = [...losses.keys()].filter((piece) => losses[piece]! > 0);
  const ranked = worthKeeping.sort((a, b) => compare(losses[b]!, losses[a]!) || a - b);
  return Int32Array.from(ranked.slice(0, most)).sort();
}

/** The difference of equal infinities is NaN. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** The likeliest split of a piece of two or more characters into other pieces. */
function likeliestParts(text: TrainingText, lexicon: Lexicon, trie: PieceTrie, piece: number): number[] {
  const start = lexicon.starts[piece]!;
  const size = lexicon.lengths[piece]!;
  const sums = new Float64Array(size + 1).fill(Number.NEGATIVE_INFINITY);
  const lasts = new Int32Array(size + 1);
  sums[0] = 0;
  for (let i = 0; i < size; i++) {
    const count = trie.match(text.symbols, start + i, start + size);
    for (let k = 0; k < count; k++) {
      const found = trie.found[k]!;
      const end = i + trie.lengths[k]!;
      const sum = sums[i]! + lexicon.scores[found]!;
      if (found === piece || sum <= sums[end]!) continue;
      sums[end] = sum;
      lasts[end] = found;
    }
  }
  const parts: number[] = [];
  for (let end = size; end > 0; end -= lexicon.lengths[lasts[end]!]!) parts.push(lasts[end]!);
  return parts;
}
