import { checkSegments, type Segment } from "./segment.ts";

/** The longest n-grams that count: BLEU-4. */
const longest = 4;

/**
 * Corpus BLEU-4 on the given tokens, 0 … 100 (Papineni et al. 2002, "BLEU: a method for automatic evaluation of
 * machine translation", section 2.3):
 *
 *     BLEU = 100 · BP · exp(¼ Σₙ log pₙ),   BP = min(1, exp(1 − r / c))
 *
 * pₙ is the share of the corpus' n-grams found in a reference, an n-gram at most as often as in the one reference
 * that has it most often; c is the length of all hypotheses and r that of the references closest in length (of two
 * equally close ones the shorter). There is no smoothing: 0 where some pₙ is 0. Equal to sacreBLEU's
 * `tokenize=none, smooth_method=none` on tokens joined by spaces.
 * @throws {DataError} where there is nothing to count, or a reference is missing
 */
export function bleu(segments: readonly Segment[]): number {
  checkSegments("BLEU", segments);
  const matches = new Array<number>(longest).fill(0);
  const totals = new Array<number>(longest).fill(0);
  let hypothesisLength = 0;
  let referenceLength = 0;
  for (const { hypothesis, references } of segments) {
    hypothesisLength += hypothesis.length;
    referenceLength += closestLength(hypothesis, references);
    for (let n = 1; n <= longest; n++) {
      totals[n - 1]! += Math.max(0, hypothesis.length - n + 1);
      matches[n - 1]! += clippedMatches(hypothesis, references, n);
    }
  }
  if (matches.includes(0)) return 0;
  const logPrecisions = matches.map((count, i) => Math.log(count / totals[i]!));
  const logBrevity = Math.min(0, 1 - referenceLength / hypothesisLength);
  return 100 * Math.exp(logBrevity + logPrecisions.reduce((sum, log) => sum + log, 0) / longest);
}

function closestLength(hypothesis: readonly string[], references: Segment["references"]): number {
  const off = (length: number): number => Math.abs(length - hypothesis.length);
  return references
    .map(({ length }) => length)
    .reduce((a, b) => (off(b) < off(a) || (off(b) === off(a) && b < a) ? b : a));
}

function clippedMatches(hypothesis: readonly string[], references: Segment["references"], n: number): number {
  const referenceCounts = references.map((reference) => countNgrams(reference, n));
  let matches = 0;
  for (const [ngram, count] of countNgrams(hypothesis, n)) {
    matches += Math.min(count, Math.max(...referenceCounts.map((counts) => counts.get(ngram) ?? 0)));
  }
  return matches;
}

/** How often each n-gram occurs; its key is its tokens with U+0000 between them. */
function countNgrams(tokens: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= tokens.length; i++) {
    const ngram = n === 1 ? tokens[i]! : tokens.slice(i, i + n).join("\u0000");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}
