import { ConfigError } from "../../errors.ts";
import { expectedCounts } from "./expected-counts.ts";
import { fixedPieces } from "./fixed-pieces.ts";
import { PieceTrie } from "./piece-trie.ts";
import { prune } from "./prune-pieces.ts";
import { type Lexicon, seedPieces } from "./seed-pieces.ts";
import type { SegmentCounts, SubwordTrainingOptions } from "./subword-model.ts";
import { TrainingText } from "./training-text.ts";
import { UnigramModel } from "./unigram.ts";

export const V = { seeds: 10, soft: true, over: 1.0, digammaEnd: true, shrink: 0.75, log: false };

/** Of a learnt piece, in characters. */
const MAXIMUM_LENGTH = 16;

export function trainUnigram(segments: SegmentCounts, options: SubwordTrainingOptions): UnigramModel {
  const fixed = fixedPieces(options);
  const target = options.size - fixed.length;
  if (target < 1) throw new ConfigError(`size ${options.size}`);
  const t0 = process.cpuUsage().user;
  const lap = (what: string, n = 0) => {
    if (V.log) console.log(what, n, ((process.cpuUsage().user - t0) / 1e6).toFixed(2));
  };
  const text = new TrainingText(segments, {
    coverage: options.characterCoverage,
    limit: target,
    excluded: new Set(fixed),
  });
  lap("text", text.symbols.length);
  const reserved = new Set(fixed);
  let lexicon = select(seedPieces(text, MAXIMUM_LENGTH, V.seeds * options.size), (_, start, length) =>
    !reserved.has(text.spell(start, start + length)),
  );
  lap("seeds", lexicon.lengths.length);
  for (;;) {
    let trie = trieOf(text, lexicon);
    let counts = expectedCounts(text, trie, lexicon.scores).counts;
    lexicon = maximize(lexicon, counts);
    trie = trieOf(text, lexicon);
    const e = expectedCounts(text, trie, lexicon.scores);
    counts = e.counts;
    lap(`em ${e.logLikelihood}`, lexicon.lengths.length);
    const size = lexicon.lengths.length;
    if (size <= target * V.over) {
      lexicon = maximize(lexicon, counts, V.digammaEnd);
      break;
    }
    lexicon = maximize(lexicon, counts);
    trie = trieOf(text, lexicon);
    const kept = prune(text, lexicon, V.soft ? counts : undefined, trie, Math.max(target * V.over, Math.floor(V.shrink * size)));
    lexicon = select(lexicon, (i) => kept[i] === 1);
    lap("pruned", lexicon.lengths.length);
  }
  const order = Array.from(lexicon.scores, (_, i) => i).sort((a, b) => lexicon.scores[b]! - lexicon.scores[a]!).slice(0, target);
  const lowest = lexicon.scores.reduce((a, b) => Math.min(a, b), 0);
  const pieces = [...fixed, ...order.map((i) => text.spell(lexicon.starts[i]!, lexicon.starts[i]! + lexicon.lengths[i]!))];
  const scores = [...fixed.map((_, id) => (id < 4 + options.symbols.length ? 0 : 6 * lowest - 10)), ...order.map((i) => lexicon.scores[i]!)];
  lap("end");
  return new UnigramModel(pieces, scores, { unknown: 1, byteFallback: options.byteFallback });
}

export function trieOf(text: TrainingText, { starts, lengths }: Lexicon): PieceTrie {
  const trie = new PieceTrie(lengths.reduce((a, b) => a + b, 0), MAXIMUM_LENGTH);
  for (let i = 0; i < starts.length; i++) trie.add(text.symbols, starts[i]!, starts[i]! + lengths[i]!, i);
  return trie;
}

function select(lexicon: Lexicon, isKept: (i: number, start: number, length: number) => boolean): Lexicon {
  const keep = (_: number, i: number) => isKept(i, lexicon.starts[i]!, lexicon.lengths[i]!);
  return {
    starts: lexicon.starts.filter(keep),
    lengths: lexicon.lengths.filter(keep),
    scores: lexicon.scores.filter(keep),
  };
}

function maximize(lexicon: Lexicon, counts: Float64Array, vb = true): Lexicon {
  const kept = select({ ...lexicon, scores: counts }, (i, _, length) => length === 1 || counts[i]! >= 0.5);
  const floored = kept.scores.map((count) => Math.max(count, 0.5));
  const total = floored.reduce((a, b) => a + b, 0);
  return { ...kept, scores: floored.map((count) => vb ? digamma(count) - digamma(total) : Math.log(count / total)) };
}

function digamma(x: number): number {
  let shift = 0;
  for (; x < 7; x++) shift -= 1 / x;
  x -= 0.5;
  const s = 1 / (x * x);
  return shift + Math.log(x) + s * (1 / 24 - s * (7 / 960 - s * (31 / 8064 - s * (127 / 30720))));
}
