import { ConfigError } from "../errors.ts";
import { clippedMatches } from "./clipped-matches.ts";
import { codePoints } from "./code-points.ts";
import type { Metric } from "./metric.ts";
import { numberTokens } from "./number-tokens.ts";
import type { Sentence } from "./segment.ts";
import { caseField, formatSignature } from "./signature.ts";
import { splitWords } from "./white-space.ts";

export interface ChrfOptions {
  /** The longest n-grams of characters, at least 1 (default: 6). */
  readonly characterOrder?: number | undefined;
  /** The longest n-grams of words; 0 for chrF, 2 for chrF++ (default: 0). */
  readonly wordOrder?: number | undefined;
  /** How many times as much recall counts as precision, above 0 (default: 2). Signatures do not tell it. */
  readonly beta?: number | undefined;
  /** White space counts as characters too (default: false). */
  readonly whitespace?: boolean | undefined;
  /**
   * Takes the mean of the orders' F-scores, an order without n-grams at 10⁻¹⁶, as Popović's own program does, instead
   * of the F-score of the orders' mean precision and recall (default: false).
   */
  readonly epsSmoothing?: boolean | undefined;
  /** Lower-cases everything first (default: false). */
  readonly lowercase?: boolean | undefined;
}

/**
 * chrF, 0 … 100 (Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation"), and with words
 * chrF++ (Popović 2017):
 *
 *     chrFβ = 100 · (1 + β²) · P · R / (β² · P + R)
 *
 * P and R are the means, over the orders of n-grams that both sides have, of the shares of the hypothesis' and of the
 * reference's n-grams that the other side has too. Characters are code points. Of several references a sentence takes
 * the one with the best score, of equally good ones the first. Equal to sacreBLEU 2.6.0 with the same options.
 * @throws {ConfigError} where an order or β makes no sense
 */
export function chrf({
  characterOrder = 6,
  wordOrder = 0,
  beta = 2,
  whitespace = false,
  epsSmoothing = false,
  lowercase = false,
}: ChrfOptions = {}): Metric {
  checkWholeNumber("characterOrder", characterOrder, 1);
  checkWholeNumber("wordOrder", wordOrder, 0);
  if (!(beta > 0 && Number.isFinite(beta))) {
    throw new ConfigError(`chrF beta ${beta}: expected a number above 0`);
  }
  const width = 3 * (characterOrder + wordOrder);
  const score = (sums: Float64Array): number =>
    epsSmoothing ? meanOfScores(sums, beta) : scoreOfMeans(sums, beta);

  /** [n-grams of the hypothesis, of the reference, in both] for each order of characters, then of words. */
  function compare(hypothesis: Symbols, reference: Symbols): Float64Array {
    const counts = new Float64Array(width);
    tabulate(hypothesis.characters, reference.characters, counts.subarray(0, 3 * characterOrder));
    tabulate(hypothesis.words, reference.words, counts.subarray(3 * characterOrder));
    return counts;
  }

  const symbolsOf = ({ text }: Sentence, numbers: Map<string, number>): Symbols => {
    const line = lowercase ? text.toLowerCase() : text;
    return {
      characters: codePoints(whitespace ? line : splitWords(line).join("")),
      words: numberTokens(wordOrder > 0 ? wordsOf(line) : [], numbers),
    };
  };

  return {
    name: `chrf${"+".repeat(wordOrder)}`,
    definition:
      `F-score of character n-grams up to ${characterOrder}` +
      `${wordOrder > 0 ? ` and word n-grams up to ${wordOrder}` : ""}, recall counted ${beta}-fold, 0 to 100, best reference`,
    higherIsBetter: true,
    signature: (references) =>
      formatSignature(references, {
        case: caseField(lowercase),
        eff: !epsSmoothing,
        nc: characterOrder,
        nw: wordOrder,
        space: whitespace,
      }),
    width,
    count({ hypothesis, references }) {
      const numbers = new Map<string, number>();
      const own = symbolsOf(hypothesis, numbers);
      const candidates = references.map((reference) => compare(own, symbolsOf(reference, numbers)));
      return candidates.reduce((best, other) => (score(other) > score(best) ? other : best));
    },
    score,
  };
}

interface Symbols {
  readonly characters: readonly number[];
  /** Their numbers. */
  readonly words: readonly number[];
}

/** Three counts for each order; n-grams of the hypothesis do not count where the reference has none so long. */
function tabulate(hypothesis: readonly number[], reference: readonly number[], into: Float64Array): void {
  const order = into.length / 3;
  const matches = clippedMatches(hypothesis, [reference], order);
  for (let n = 1; n <= order; n++) {
    const wanted = Math.max(0, reference.length - n + 1);
    const written = wanted > 0 ? Math.max(0, hypothesis.length - n + 1) : 0;
    into.set([written, wanted, matches[n - 1]!], 3 * (n - 1));
  }
}

const asciiPunctuation = new Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

/**
 * The words of a line, one mark of ASCII's punctuation at the end of a word, or else one at its start, being a word of
 * its own: `(hi)` is `(hi` and `)`.
 */
function wordsOf(line: string): string[] {
  return splitWords(line).flatMap((word) => {
    const first = String.fromCodePoint(word.codePointAt(0)!);
    if (first === word) return word;
    if (asciiPunctuation.has(word.at(-1)!)) return [word.slice(0, -1), word.slice(-1)];
    return asciiPunctuation.has(first) ? [first, word.slice(1)] : word;
  });
}

function fScore(precision: number, recall: number, beta: number): number {
  const factor = beta ** 2;
  return ((1 + factor) * precision * recall) / (factor * precision + recall);
}

function scoreOfMeans(sums: Float64Array, beta: number): number {
  let precisions = 0;
  let recalls = 0;
  let orders = 0;
  for (let i = 0; i < sums.length; i += 3) {
    const [written, wanted, common] = [sums[i]!, sums[i + 1]!, sums[i + 2]!];
    if (written === 0 || wanted === 0) continue;
    precisions += common / written;
    recalls += common / wanted;
    orders++;
  }
  return precisions + recalls === 0 ? 0 : 100 * fScore(precisions / orders, recalls / orders, beta);
}

/** What stands for the share of no n-grams, or the F-score of nothing. */
const epsilon = 1e-16;

function meanOfScores(sums: Float64Array, beta: number): number {
  let scores = 0;
  for (let i = 0; i < sums.length; i += 3) {
    const [written, wanted, common] = [sums[i]!, sums[i + 1]!, sums[i + 2]!];
    const precision = written > 0 ? common / written : epsilon;
    const recall = wanted > 0 ? common / wanted : epsilon;
    scores += precision + recall > 0 ? fScore(precision, recall, beta) : epsilon;
  }
  return (100 * scores) / (sums.length / 3);
}

function checkWholeNumber(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new ConfigError(`chrF ${name} ${value}: expected a whole number from ${least} up`);
}
