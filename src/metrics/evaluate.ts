import { tokenBleu } from "./bleu.ts";
import { tokenErrorRate } from "./error-rate.ts";
import { exactMatch, wordErrorRate } from "./exact-match.ts";
import { corpusScore, type Metric } from "./metric.ts";
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

/** The metrics of an evaluation, in the order in which they are shown. */
export const evaluationMetrics: Readonly<Record<keyof Evaluation["metrics"], Metric>> = {
  exact_match: exactMatch,
  wer: wordErrorRate,
  per: tokenErrorRate,
  bleu: tokenBleu,
  token_accuracy: tokenAccuracy,
  perplexity,
};

/**
 * Scores a model's outputs, and what it foresaw of the references, by every metric of an evaluation.
 * @param segments with the counts of teacher forcing
 * @throws {DataError} where there is nothing to count, or a segment lacks a reference or those counts
 */
export function evaluateOutputs(segments: readonly Segment[]): Evaluation {
  return {
    sentences: segments.length,
    metrics: {
      exact_match: corpusScore(exactMatch, segments),
      wer: corpusScore(wordErrorRate, segments),
      per: corpusScore(tokenErrorRate, segments),
      bleu: corpusScore(tokenBleu, segments),
      token_accuracy: corpusScore(tokenAccuracy, segments),
      perplexity: corpusScore(perplexity, segments),
    },
  };
}
