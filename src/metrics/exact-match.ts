import type { Metric } from "./metric.ts";
import { type Segment, sameTokens } from "./segment.ts";
import { formatSignature } from "./signature.ts";

/** Share of outputs that equal one of their references token by token, 0 … 100. */
export const exactMatch: Metric = {
  name: "exact_match",
  definition: "% of outputs that equal a reference token by token",
  higherIsBetter: true,
  signature: (references) => formatSignature(references, { case: "mixed", tok: "none" }),
  width: 2,
  count: countEqual,
  score: ([equal, sentences]) => (100 * equal!) / sentences!,
  share: ([equal, sentences]) => ({ successes: equal!, trials: sentences! }),
};

/**
 * Sequence error rate: share of outputs that equal none of their references, 100 − exact match. The papers on
 * grapheme-to-phoneme conversion, where a sequence is one word, call it their word error rate.
 */
export const sequenceErrorRate: Metric = {
  ...exactMatch,
  name: "sequence_error_rate",
  definition: "% of outputs that equal none of their references (100 − exact match)",
  higherIsBetter: false,
  score: (sums) => 100 - exactMatch.score(sums),
  share: ([equal, sentences]) => ({ successes: sentences! - equal!, trials: sentences! }),
};

/** [outputs that equal a reference, outputs] */
function countEqual({ hypothesis, references }: Segment): Float64Array {
  const equal = references.some(({ tokens }) => sameTokens(hypothesis.tokens, tokens));
  return Float64Array.of(equal ? 1 : 0, 1);
}
