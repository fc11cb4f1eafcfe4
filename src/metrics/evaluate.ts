import { bleu } from "./bleu.ts";
import { tokenErrorRate, wordErrorRate } from "./error-rate.ts";
import { exactMatch } from "./exact-match.ts";
import { perplexity } from "./perplexity.ts";
import type { Segment } from "./segment.ts";
import { tokenAccuracy } from "./token-accuracy.ts";

/** What `henkan evaluate --json` prints. Rates and BLEU go from 0 to 100. */
export interface Evaluation {
  readonly sentences: number;
  readonly metrics: {
    readonly exact_match: number;
    readonly wer: number;
    readonly per: number;
    readonly bleu: number;
    readonly token_accuracy: number;
    readonly perplexity: number;
  };
}

/** What teacher forcing counted over the target tokens of all pairs, `</s>` included. */
export interface ForcedCounts {
  /** −Σ log P of the tokens, nats. */
  readonly negativeLogLikelihood: number;
  readonly tokens: number;
  /** Tokens that the model held to be the likeliest. */
  readonly correct: number;
}

/** Each metric's definition in one line, in the order in which they are shown. */
export const metricDefinitions: Readonly<Record<keyof Evaluation["metrics"], string>> = {
  exact_match: "% of outputs that equal a reference token by token",
  wer: "% of outputs that equal none of their references (100 − exact match)",
  per: "% token errors: edit distance to the nearest reference over its length, summed over all outputs",
  bleu: "corpus BLEU-4 on the model's tokens, 0 to 100, all references, no smoothing",
  token_accuracy: "% of reference tokens foreseen, given the right tokens before them",
  perplexity: "e to the mean negative log-likelihood per reference token, 1 at best",
};

/**
 * Scores a model's outputs, and what it foresaw of the references, by every metric.
 * @throws {DataError} where there is nothing to count, or a reference is missing
 */
export function evaluateOutputs(segments: readonly Segment[], forced: ForcedCounts): Evaluation {
  return {
    sentences: segments.length,
    metrics: {
      exact_match: exactMatch(segments),
      wer: wordErrorRate(segments),
      per: tokenErrorRate(segments),
      bleu: bleu(segments),
      token_accuracy: tokenAccuracy(forced),
      perplexity: perplexity(forced),
    },
  };
}
