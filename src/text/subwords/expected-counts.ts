import type { PieceTrie } from "./piece-trie.ts";
import { LONGEST_STRETCH, type TrainingText } from "./training-text.ts";

export interface ExpectedCounts {
  /** E[count of piece] over all ways to cut the text, each as likely as the product of its pieces' probabilities. */
  readonly counts: Float64Array;
  /** Σ log P(stretch), where P sums over all ways to cut it. */
  readonly logLikelihood: number;
}

/**
 * The E step (Kudo 2018, equations 2 and 3), by the forward–backward algorithm, from behind: β(i), the log probability
 * of all ways to cut what follows place i, gives the probability of each piece that may follow; with these the places
 * are reached from the front, and no number runs out of range however long a stretch is.
 *
 * @param trie the pieces as numbers; every character is one of them
 * @param scores the log probability of each
 */
export function expectedCounts(text: TrainingText, trie: PieceTrie, scores: Float64Array): ExpectedCounts {
  const { symbols, starts } = text;
  const counts = new Float64Array(scores.length);
  const rest = new Float64Array(LONGEST_STRETCH + 1);
  const reach = new Float64Array(LONGEST_STRETCH + 1);
  const totals = new Float64Array(LONGEST_STRETCH);
  const firstEdge = new Int32Array(LONGEST_STRETCH + 1);
  const edges = LONGEST_STRETCH * trie.found.length;
  const pieces = new Int32Array(edges);
  const lengths = new Int32Array(edges);
  const weights = new Float64Array(edges);
  let logLikelihood = 0;

  for (let stretch = 0; stretch < text.counts.length; stretch++) {
    const start = starts[stretch]!;
    const size = starts[stretch + 1]! - 1 - start;
    rest[size] = 0;
    reach.fill(0, 0, size + 1);
    let edge = 0;
    for (let i = size - 1; i >= 0; i--) {
      const matches = trie.match(symbols, start + i, start + size);
      firstEdge[i] = edge;
      let highest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < matches; k++) {
        const score = scores[trie.found[k]!]! + rest[i + trie.lengths[k]!]!;
        if (score > highest) highest = score;
        pieces[edge + k] = trie.found[k]!;
        lengths[edge + k] = trie.lengths[k]!;
        weights[edge + k] = score;
      }
      let total = 0;
      for (let end = edge + matches; edge < end; edge++) {
        weights[edge] = Math.exp(weights[edge]! - highest);
        total += weights[edge]!;
      }
      totals[i] = total;
      rest[i] = highest + Math.log(total);
    }
    const occurrences = text.counts[stretch]!;
    logLikelihood += occurrences * rest[0]!;
    reach[0] = occurrences;
    for (let i = 0, end = edge; i < size; end = firstEdge[i++]!) {
      if (reach[i] === 0) continue;
      const scale = reach[i]! / totals[i]!;
      for (let e = firstEdge[i]!; e < end; e++) {
        const expected = scale * weights[e]!;
        counts[pieces[e]!]! += expected;
        reach[i + lengths[e]!]! += expected;
      }
    }
  }
  return { counts, logLikelihood };
}
