export { type Bleu, type BleuDetails, type BleuOptions, bleu, type Tokenization, tokenBleu } from "./bleu.ts";
export { type ChrfOptions, chrf } from "./chrf.ts";
export { editDistance } from "./edit-distance.ts";
export { type CharacterErrorRateOptions, characterErrorRate, tokenErrorRate } from "./error-rate.ts";
export { type Evaluation, evaluateOutputs, evaluationMetrics } from "./evaluate.ts";
export { exactMatch, wordErrorRate } from "./exact-match.ts";
export {
  corpusScore,
  createScoreAccumulator,
  type Metric,
  type ScoreAccumulator,
  sentenceScores,
} from "./metric.ts";
export { type MetricName, type MetricSettings, metricNames, metricsNamed } from "./named-metrics.ts";
export { perplexity, sentencePerplexity } from "./perplexity.ts";
export {
  type ForcedCounts,
  referenceCount,
  type Segment,
  type Sentence,
  sentenceOf,
  toSegments,
} from "./segment.ts";
export { countSegments, type SegmentCounts, sumRows } from "./segment-counts.ts";
export type { SmoothingMethod } from "./smoothing.ts";
export { ter } from "./ter.ts";
export type { TercomOptions } from "./tercom-tokenization.ts";
export { tokenAccuracy } from "./token-accuracy.ts";
