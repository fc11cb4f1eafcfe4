import { clippedMatches } from "./clipped-matches.ts";
import { closestLength } from "./closest-length.ts";
import type { Metric } from "./metric.ts";
import { numberTokens } from "./number-tokens.ts";
import { oneOf } from "./one-of.ts";
import type { Sentence } from "./segment.ts";
import { caseField, formatSignature } from "./signature.ts";
import { formatSmoothing, type SmoothingMethod, smoothedPrecisions, smoothingOf } from "./smoothing.ts";
import { tokenizations } from "./tokenization.ts";
import { trimEnd } from "./white-space.ts";

/** The longest n-grams that count: BLEU-4. */
const longest = 4;

/** How lines become tokens: `none` takes the sentences' own. */
export type Tokenization = keyof typeof tokenizations | "none";

export const tokenizationNames: readonly Tokenization[] = ["13a", "intl", "char", "zh", "none"];

export interface BleuOptions {
  /** Default: `13a`. */
  readonly tokenize?: Tokenization | undefined;
  /** Default: `exp`. */
  readonly smooth?: SmoothingMethod | undefined;
  /** Above 0. Default: 0.1 for `floor`, 1 for `add-k`; the others take none. */
  readonly smoothValue?: number | undefined;
  /**
   * Leaves out the orders of which there is no n-gram at all, so that a sentence of three words can score. Meant for
   * the scores of single sentences (default: false).
   */
  readonly effectiveOrder?: boolean | undefined;
  /** Lower-cases everything first (default: false). */
  readonly lowercase?: boolean | undefined;
}

/** What a BLEU score is made of. */
export interface BleuDetails {
  /** 0 … 100. */
  readonly score: number;
  /** 0 … 1. */
  readonly brevityPenalty: number;
  /** p₁ … p₄, 0 … 100, smoothed; all 0 where no n-gram is found. */
  readonly precisions: readonly number[];
  /** c, in tokens. */
  readonly hypothesisLength: number;
  /** r, in tokens: of the references closest in length. */
  readonly referenceLength: number;
}

export interface Bleu extends Metric {
  details(sums: Float64Array): BleuDetails;
}

/**
 * Corpus BLEU-4, 0 … 100 (Papineni et al. 2002, "BLEU: a method for automatic evaluation of machine translation",
 * section 2.3):
 *
 *     BLEU = BP · exp(¼ Σₙ log pₙ),   BP = min(1, exp(1 − r / c))
 *
 * pₙ is the percentage of the corpus' n-grams found in a reference, an n-gram at most as often as in the one reference
 * that has it most often; c is the length of all hypotheses and r that of the references closest in length (of two
 * equally close ones the shorter). 0 where not even a token is found. Equal to sacreBLEU 2.6.0 with the same options.
 * @throws {ConfigError} where the tokenization or smoothing is unknown, or the smoothing takes no such value
 */
export function bleu({
  tokenize = "13a",
  smooth = "exp",
  smoothValue,
  effectiveOrder = false,
  lowercase = false,
}: BleuOptions = {}): Bleu {
  const tokensOf = tokensBy(oneOf("BLEU tokenization", tokenize, tokenizationNames), lowercase);
  const smoothing = smoothingOf(smooth, smoothValue);

  function details(sums: Float64Array): BleuDetails {
    const hypothesisLength = sums[0]!;
    const referenceLength = sums[1]!;
    const matches = sums.subarray(2, 2 + longest);
    const totals = sums.subarray(2 + longest);
    const isShort = hypothesisLength < referenceLength;
    const brevityPenalty = isShort ? Math.exp(1 - referenceLength / hypothesisLength) : 1;
    const precisions = matches.some((count) => count > 0)
      ? smoothedPrecisions(matches, totals, smoothing)
      : [];
    const padded = Array.from({ length: longest }, (_, i) => precisions[i] ?? 0);
    const counted = effectiveOrder && precisions.length > 0 ? precisions : padded;
    const meanLog = counted.reduce((sum, precision) => sum + Math.log(precision / 100), 0) / counted.length;
    const score = 100 * brevityPenalty * Math.exp(meanLog);
    return { score, brevityPenalty, precisions: padded, hypothesisLength, referenceLength };
  }

  return {
    name: "bleu",
    definition: `corpus BLEU-4 on ${tokenNames[tokenize]}, 0 to 100, all references, ${smoothingNames[smooth]}`,
    higherIsBetter: true,
    signature: (references) =>
      formatSignature(references, {
        case: caseField(lowercase),
        eff: effectiveOrder,
        tok: tokenize,
        smooth: formatSmoothing(smoothing),
      }),
    width: 2 + 2 * longest,
    /** [c, r, matches of n = 1 … 4, n-grams of the hypothesis for n = 1 … 4] */
    count({ hypothesis, references }) {
      const numbers = new Map<string, number>();
      const own = numberTokens(tokensOf(hypothesis), numbers);
      const others = references.map((reference) => numberTokens(tokensOf(reference), numbers));
      const counts = new Float64Array(2 + 2 * longest);
      counts[0] = own.length;
      counts[1] = closestLength(
        own.length,
        others.map(({ length }) => length),
      );
      counts.set(clippedMatches(own, others, longest), 2);
      for (let n = 1; n <= longest; n++) counts[1 + longest + n] = Math.max(0, own.length - n + 1);
      return counts;
    },
    score: (sums) => details(sums).score,
    details,
  };
}

const tokenNames: Readonly<Record<Tokenization, string>> = {
  "13a": "tokens as mteval-v13a cuts them",
  intl: "tokens as mteval-v14 cuts them",
  char: "characters",
  zh: "Chinese characters and words",
  none: "the given tokens",
};

const smoothingNames: Readonly<Record<SmoothingMethod, string>> = {
  exp: "exponential smoothing",
  floor: "floor smoothing",
  "add-k": "add-k smoothing",
  none: "no smoothing",
};

function tokensBy(tokenize: Tokenization, lowercase: boolean): (sentence: Sentence) => readonly string[] {
  if (tokenize === "none") {
    return ({ tokens }) => (lowercase ? tokens.map((token) => token.toLowerCase()) : tokens);
  }
  const cut = tokenizations[tokenize];
  return ({ text }) => cut(trimEnd(lowercase ? text.toLowerCase() : text));
}

/** BLEU on a model's own tokens without smoothing: what models are chosen by. */
export const tokenBleu: Bleu = bleu({ tokenize: "none", smooth: "none" });
