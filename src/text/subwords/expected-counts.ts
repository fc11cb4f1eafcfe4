import { type Lexicon, trieOf } from "./lexicon.ts";
import { LONGEST_STRETCH, type TrainingText } from "./training-text.ts";

export interface ExpectedCounts {
  /** c(x) of each piece: its expected count over all segmentations of the text, weighted by probability. */
  readonly counts: Float64Array;
  /** L = Σ log P(stretch), where P sums over all segmentations of the stretch (Kudo 2018, equation 3). */
  readonly logLikelihood: number;
}

/**
 * The E step, by the forward–backward algorithm, backward first: log β(i), over all segmentations of what follows
 * place i, gives the probability of each piece that may come next, which the forward pass uses. So no number runs out
 * of range, however long a stretch is.
 */
export function expectedCounts(text: TrainingText, lexicon: Lexicon): ExpectedCounts {
  const { scores } = lexicon;
  const trie = trieOf(text, lexicon);
  const counts = new Float64Array(scores.length);
  const edges = new Edges(trie.found.length);
  const { pieces, lengths, weights, first } = edges;
  const rest = new Float64Array(LONGEST_STRETCH + 1);
  const reach = new Float64Array(LONGEST_STRETCH + 1);
  const totals = new Float64Array(LONGEST_STRETCH);
  let logLikelihood = 0;

  for (let stretch = 0; stretch < text.counts.length; stretch++) {
    const start = text.starts[stretch]!;
    const size = text.starts[stretch + 1]! - 1 - start;
    let edge = 0;
    rest[size] = 0;
    first[size] = 0;
    for (let i = size - 1; i >= 0; i--) {
      const end = edge + trie.match(text.symbols, start + i, start + size);
      let highest = Number.NEGATIVE_INFINITY;
      for (let e = edge, k = 0; e < end; e++, k++) {
        pieces[e] = trie.found[k]!;
        lengths[e] = trie.lengths[k]!;
        weights[e] = scores[pieces[e]!]! + rest[i + lengths[e]!]!;
        if (weights[e]! > highest) highest = weights[e]!;
      }
      let total = 0;
      for (; edge < end; edge++) {
        weights[edge] = Math.exp(weights[edge]! - highest);
        total += weights[edge]!;
      }
      first[i] = edge;
      totals[i] = total;
      rest[i] = highest + Math.log(total);
    }
    logLikelihood += text.counts[stretch]! * rest[0]!;

    reach.fill(0, 0, size + 1);
    reach[0] = text.counts[stretch]!;
    for (let i = 0; i < size; i++) {
      const share = reach[i]! / totals[i]!;
      for (let e = first[i + 1]!; e < first[i]!; e++) {
        const expected = share * weights[e]!;
        counts[pieces[e]!]! += expected;
        reach[i + lengths[e]!]! += expected;
      }
    }
  }
  return { counts, logLikelihood };
}

/** The pieces at all places of a stretch: those of place i are first[i + 1] … first[i] − 1. */
class Edges {
  readonly first = new Int32Array(LONGEST_STRETCH + 1);
  readonly pieces: Int32Array;
  readonly lengths: Int32Array;
  readonly weights: Float64Array;

  constructor(perPlace: number) {
    this.pieces = new Int32Array(LONGEST_STRETCH * perPlace);
    this.lengths = new Int32Array(LONGEST_STRETCH * perPlace);
    this.weights = new Float64Array(LONGEST_STRETCH * perPlace);
  }
}
