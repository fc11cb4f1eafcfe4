import { corpusScore } from "../corpus-score.ts";
import { type EvaluationMetricName, evaluationMetricNames, evaluationMetrics } from "../named-metrics.ts";
import type { Segment } from "../segment.ts";

/** What `henkan evaluate --json` prints. Rates and BLEU go from 0 to 100. */
export interface Evaluation {
  readonly sentences: number;
  readonly metrics: Readonly<Record<EvaluationMetricName, number>>;
}

/** An evaluation as it was kept, perhaps by a version that did not have all metrics yet. */
export interface KeptEvaluation {
  readonly sentences: number;
  readonly metrics: Readonly<Partial<Record<EvaluationMetricName, number>>>;
}

/**
 * Scores a model's outputs, and what it foresaw of the references, by every metric of an evaluation.
 * @param segments with the counts of teacher forcing
 * @throws {DataError} where there is nothing to count, or a segment lacks a reference or those counts
 */
export function evaluateOutputs(segments: readonly Segment[]): Evaluation {
  const scores = evaluationMetricNames.map((name) => [name, corpusScore(evaluationMetrics[name], segments)]);
  return {
    sentences: segments.length,
    metrics: Object.fromEntries(scores) as Record<EvaluationMetricName, number>,
  };
}
