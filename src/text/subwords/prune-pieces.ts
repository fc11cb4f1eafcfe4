import type { PieceTrie } from "./piece-trie.ts";
import type { Lexicon } from "./seed-pieces.ts";
import type { TrainingText } from "./training-text.ts";

export function prune(text: TrainingText, lexicon: Lexicon, expected: Float64Array | undefined, trie: PieceTrie, target: number): Uint8Array {
  const { starts, lengths, scores } = lexicon;
  const counts = expected !== undefined && expected.length === scores.length ? expected : hardCounts(text, lexicon, trie);
  const total = counts.reduce((a, b) => a + b, 0);
  const losses = new Float64Array(scores.length).fill(Number.POSITIVE_INFINITY);
  for (let piece = 0; piece < scores.length; piece++) {
    if (lengths[piece] === 1) continue;
    const alternative = cut(text.symbols, starts[piece]!, starts[piece]! + lengths[piece]!, trie, scores, piece);
    const score = alternative.reduce((sum, p) => sum + scores[p]!, 0);
    const count = counts[piece]!;
    if (score >= scores[piece]! || count === 0) {
      losses[piece] = 0;
      continue;
    }
    const newTotal = Math.log(total + count * (alternative.length - 1));
    let loss = Math.log(count / total);
    for (const p of alternative) loss -= Math.log(counts[p]! + count) - newTotal;
    losses[piece] = count * loss;
  }
  const order = Array.from(losses, (_, i) => i).sort((a, b) => losses[b]! - losses[a]! || a - b);
  const kept = new Uint8Array(scores.length);
  for (const i of order.slice(0, target)) if (losses[i]! > 0) kept[i] = 1;
  return kept;
}

export function hardCounts(text: TrainingText, lexicon: Lexicon, trie: PieceTrie): Float64Array {
  const counts = new Float64Array(lexicon.scores.length);
  for (let i = 0; i < text.counts.length; i++) {
    for (const p of cut(text.symbols, text.starts[i]!, text.starts[i + 1]! - 1, trie, lexicon.scores, -1)) counts[p]! += text.counts[i]!;
  }
  return counts;
}

function cut(symbols: Int32Array, start: number, end: number, trie: PieceTrie, scores: Float64Array, without: number): number[] {
  const size = end - start;
  const best = new Float64Array(size + 1).fill(Number.NEGATIVE_INFINITY);
  const from = new Int32Array(size + 1);
  const by = new Int32Array(size + 1);
  best[0] = 0;
  for (let i = 0; i < size; i++) {
    const matches = trie.match(symbols, start + i, end);
    for (let k = 0; k < matches; k++) {
      const piece = trie.found[k]!;
      if (piece === without) continue;
      const j = i + trie.lengths[k]!;
      const score = best[i]! + scores[piece]!;
      if (score > best[j]!) {
        best[j] = score;
        from[j] = i;
        by[j] = piece;
      }
    }
  }
  const pieces: number[] = [];
  for (let j = size; j > 0; j = from[j]!) pieces.push(by[j]!);
  return pieces;
}
