import { codePoints } from "./code-points.ts";
import type { Metric } from "./metric.ts";
import { nearestReference } from "./nearest-reference.ts";
import { numberTokens } from "./number-tokens.ts";
import { rate } from "./rate.ts";
import type { Sentence } from "./segment.ts";
import { caseField, formatSignature } from "./signature.ts";
import { splitWords } from "./white-space.ts";

/**
 * Token error rate (PER, the phoneme error rate, where tokens are phones): 100 × Σ edit distance to the nearest reference /
 * Σ length of that reference, in tokens. The nearest is the one with the smallest distance; among equally near ones
 * the longest, which holds the errors against the output least. Above 100 where outputs are far too long; 100 where
 * the nearest are all empty and some output is not.
 */
export const tokenErrorRate: Metric = {
  name: "token_error_rate",
  definition:
    "% token errors: edit distance to the nearest reference over its length, summed over all outputs",
  higherIsBetter: false,
  signature: (references) => formatSignature(references, { case: "mixed", tok: "none" }),
  width: 2,
  /** [edits, tokens of the nearest reference] */
  count({ hypothesis, references }) {
    const numbers = new Map<string, number>();
    const own = numberTokens(hypothesis.tokens, numbers);
    return nearestReference(
      own,
      references.map(({ tokens }) => numberTokens(tokens, numbers)),
    );
  },
  score: ([edits, length]) => rate(edits!, length!),
};

export interface TextErrorRateOptions {
  /** Lower-cases everything first (default: false). */
  readonly lowercase?: boolean | undefined;
}

/**
 * Word error rate, as of speech recognition: as the token error rate, over the words of the text, whatever the tokens
 * are. Words are what stands between white space.
 */
export function wordErrorRate({ lowercase = false }: TextErrorRateOptions = {}): Metric {
  return {
    name: "wer",
    definition:
      "% word errors: edit distance to the nearest reference over its length, summed over all outputs",
    higherIsBetter: false,
    signature: (references) => formatSignature(references, { case: caseField(lowercase), tok: "words" }),
    width: 2,
    /** [edits, words of the nearest reference] */
    count({ hypothesis, references }) {
      const numbers = new Map<string, number>();
      const wordsOf = ({ text }: Sentence) =>
        numberTokens(splitWords(lowercase ? text.toLowerCase() : text), numbers);
      return nearestReference(wordsOf(hypothesis), references.map(wordsOf));
    },
    score: ([edits, length]) => rate(edits!, length!),
  };
}

/**
 * Character error rate: as the token error rate, over the code points of the text. White space inside of a line is one
 * character however long, and none at its ends.
 */
export function characterErrorRate({ lowercase = false }: TextErrorRateOptions = {}): Metric {
  const charactersOf = ({ text }: Sentence): number[] =>
    codePoints(splitWords(lowercase ? text.toLowerCase() : text).join(" "));
  return {
    name: "cer",
    definition:
      "% character errors: edit distance to the nearest reference over its length, summed over all outputs",
    higherIsBetter: false,
    signature: (references) =>
      formatSignature(references, { case: caseField(lowercase), tok: "char", space: "one" }),
    width: 2,
    /** [edits, characters of the nearest reference] */
    count: ({ hypothesis, references }) =>
      nearestReference(charactersOf(hypothesis), references.map(charactersOf)),
    score: ([edits, length]) => rate(edits!, length!),
  };
}
