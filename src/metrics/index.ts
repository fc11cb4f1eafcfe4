export { type Bleu, type BleuDetails, type BleuOptions, bleu, type Tokenization, tokenBleu } from "./bleu.ts";
export { type ChrfOptions, chrf } from "./chrf.ts";
export { referenceLength } from "./closest-length.ts";
export {
  corpusScore,
  createScoreAccumulator,
  type ScoreAccumulator,
  sentenceScores,
} from "./corpus-score.ts";
export { editDistance } from "./edit-distance.ts";
export {
  characterErrorRate,
  type TextErrorRateOptions,
  tokenErrorRate,
  wordErrorRate,
} from "./error-rate.ts";
export {
  type AlignmentQuality,
  alignmentErrorRate,
  parseAlignments,
  type WordAlignment,
} from "./evaluation/alignment.ts";
export {
  type Assessment,
  type AssessmentOptions,
  type Assessor,
  createAssessor,
  type LengthBucketScores,
  type LengthScores,
} from "./evaluation/assessment.ts";
export {
  type AttentionRows,
  type AttentionStatistics,
  attentionStatistics,
} from "./evaluation/attention-statistics.ts";
export {
  createErrorCounter,
  type ErrorSummary,
  errorDefinitions,
  type OutputError,
  outputErrors,
} from "./evaluation/error-summary.ts";
export { type Evaluation, evaluateOutputs, type KeptEvaluation } from "./evaluation/evaluation.ts";
export { hardAlignment } from "./evaluation/hard-alignment.ts";
export { type LengthBucket, lengthBuckets, quantileBounds } from "./evaluation/length-buckets.ts";
export { createWorstFinder, type ScoredSegment } from "./evaluation/worst.ts";
export { exactMatch, sequenceErrorRate } from "./exact-match.ts";
export type { Metric } from "./metric.ts";
export {
  devMetrics,
  type EvaluationMetricName,
  evaluationMetricNames,
  evaluationMetrics,
  type MetricName,
  type MetricSettings,
  metricNames,
  metricsNamed,
  type OutputMetricName,
  outputMetricNames,
} from "./named-metrics.ts";
export { perplexity, sentencePerplexity } from "./perplexity.ts";
export {
  type ForcedCounts,
  referenceCount,
  type Segment,
  type Sentence,
  sentenceOf,
  toSegments,
} from "./segment.ts";
export { countSegments, type Scored, type SegmentCounts, selectRows, sumRows } from "./segment-counts.ts";
export type { SmoothingMethod } from "./smoothing.ts";
export {
  approximateRandomization,
  type Randomization,
  type RandomizationOptions,
} from "./statistics/approximate-randomization.ts";
export { binomialInterval } from "./statistics/binomial-interval.ts";
export { type BootstrapInterval, type BootstrapOptions, bootstrapInterval } from "./statistics/bootstrap.ts";
export type { Interval } from "./statistics/interval.ts";
export { type PairedBootstrap, pairedBootstrap } from "./statistics/paired-bootstrap.ts";
export { scoreInterval } from "./statistics/score-interval.ts";
export { type SeedSpread, seedSpread } from "./statistics/seed-spread.ts";
export { compareSystems, type SystemComparison } from "./statistics/system-comparison.ts";
export { ter } from "./ter.ts";
export type { TercomOptions } from "./tercom-tokenization.ts";
export { tokenAccuracy } from "./token-accuracy.ts";
