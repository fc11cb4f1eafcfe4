import { compareCodePoints } from "../code-points.ts";
import { expectedCounts } from "./expected-counts.ts";
import { initialPieces } from "./initial-pieces.ts";
import { type Lexicon, select, spellings } from "./lexicon.ts";
import { indispensable } from "./prune-pieces.ts";
import { seedPieces } from "./seed-pieces.ts";
import type { SegmentCounts, SubwordTrainingOptions } from "./subword-model.ts";
import { TrainingText } from "./training-text.ts";
import { UnigramModel } from "./unigram.ts";

/** The longest learnt piece, in characters. */
const LONGEST_PIECE = 16;
/** How many substrings EM starts from, for each entry of the vocabulary. */
const SEEDS = 10;
/** The share of the pieces that a round of pruning keeps. */
const SHRINKING = 0.75;
/** EM steps between two rounds of pruning. */
const STEPS = 2;
/** Pruning stops at this many times the wanted number of pieces; the likeliest of them stay. */
const SURPLUS = 1.1;
/** A piece with a lower expected count is removed; a character gets at least this count. */
const FEWEST = 0.5;

/**
 * Learns a unigram language model (Kudo 2018, section 3.2): EM and pruning, in turn, reduce many substrings of the
 * text to as many pieces as fit. The characters that `characterCoverage` asks for are pieces whatever their score, the
 * commonest if not all of them fit; there are only the fixed pieces if they fill `size`. There are fewer pieces than
 * `size` if the text has no more useful ones. The same counts give the same model in any order.
 */
export function trainUnigram(segments: SegmentCounts, options: SubwordTrainingOptions): UnigramModel {
  const { fixed, reserved, most, characters } = initialPieces(segments, options);
  const text = new TrainingText(segments, characters);
  const seeds = seedPieces(text, LONGEST_PIECE, SEEDS * options.size);
  const allowed = spellings(text, seeds).flatMap((piece, n) => (reserved.has(piece) ? [] : n));
  const learnt = learn(text, select(seeds, allowed), most);

  const lowest = learnt.scores.reduce((a, b) => Math.min(a, b), 0);
  const silent = fixed.map((_, id) =>
    id < fixed.length - (options.byteFallback ? 256 : 0) ? 0 : byteScore(lowest),
  );
  const pieces = [...fixed, ...spellings(text, learnt)];
  return new UnigramModel(pieces, [...silent, ...learnt.scores], options);
}

/**
 * The score of byte pieces. henkan never finds them in text, but other programs look for text that is spelled like
 * them. Six known characters, "<0x41>", are likelier than this score, so they stay characters there too.
 */
function byteScore(lowest: number): number {
  return 6 * lowest - 1;
}

/** EM and pruning until there are at most `most` pieces, the likeliest first. */
function learn(text: TrainingText, seeds: Lexicon, most: number): Lexicon {
  const goal = Math.floor(SURPLUS * most);
  let { lexicon, counts } = sparser(text, seeds);
  for (;;) {
    for (let step = 1; step < STEPS; step++) ({ lexicon, counts } = sparser(text, lexicon));
    const size = lexicon.scores.length;
    if (size <= goal) break;
    const kept = indispensable(text, lexicon, counts, Math.max(goal, Math.floor(SHRINKING * size)));
    ({ lexicon, counts } = sparser(text, select(lexicon, kept)));
  }
  const chosen = likeliest(text, lexicon, most);
  const total = chosen.reduce((sum, n) => sum + counts[n]!, 0);
  return select({ ...lexicon, scores: counts.map((count) => Math.log(count / total)) }, chosen);
}

/**
 * An EM step under a Dirichlet prior that favours few pieces (variational Bayes; Liang and Klein 2007, "Structured
 * Bayesian Nonparametric Models with Variational Inference"): exp(ψ(c)) in place of c lowers rare pieces the most.
 *
 * @returns the pieces that are left, and the expected count of each
 */
function sparser(text: TrainingText, lexicon: Lexicon) {
  const expected = expectedCounts(text, lexicon).counts;
  const kept = [...expected.keys()].filter((n) => lexicon.lengths[n] === 1 || expected[n]! >= FEWEST);
  const counts = Float64Array.from(kept, (n) => Math.max(expected[n]!, FEWEST));
  const total = digamma(counts.reduce((sum, count) => sum + count, 0));
  return {
    lexicon: { ...select(lexicon, kept), scores: counts.map((count) => digamma(count) - total) },
    counts,
  };
}

/** The characters and the likeliest of the other pieces, together at most `most`, the likeliest first. */
function likeliest(text: TrainingText, lexicon: Lexicon, most: number): number[] {
  const { lengths, scores } = lexicon;
  const spelled = spellings(text, lexicon);
  const ranked = [...scores.keys()].sort(
    (a, b) => scores[b]! - scores[a]! || compareCodePoints(spelled[a]!, spelled[b]!),
  );
  let others = most - lengths.reduce((sum, length) => sum + (length === 1 ? 1 : 0), 0);
  return ranked.filter((n) => lengths[n] === 1 || others-- > 0);
}

/** ψ(x) for x > 0: the recurrence ψ(x) = ψ(x + 1) − 1/x up to where the asymptotic series is exact. */
function digamma(x: number): number {
  let shifted = x;
  let sum = 0;
  for (; shifted < 10; shifted++) sum -= 1 / shifted;
  const square = 1 / (shifted * shifted);
  const series =
    square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))));
  return sum + Math.log(shifted) - 1 / (2 * shifted) - series;
}
