export {
  type AlignmentQuality,
  alignmentErrorRate,
  parseAlignments,
  type WordAlignment,
} from "./alignment.ts";
export {
  approximateRandomization,
  type Randomization,
  type RandomizationOptions,
} from "./approximate-randomization.ts";
export {
  type Assessment,
  type AssessmentOptions,
  type Assessor,
  createAssessor,
  type LengthBucketScores,
  type LengthScores,
} from "./assessment.ts";
export { type AttentionRows, type AttentionStatistics, attentionStatistics } from "./attention-statistics.ts";
export { binomialInterval } from "./binomial-interval.ts";
export { type Bleu, type BleuDetails, type BleuOptions, bleu, type Tokenization, tokenBleu } from "./bleu.ts";
export { type BootstrapInterval, type BootstrapOptions, bootstrapInterval } from "./bootstrap.ts";
export { type ChrfOptions, chrf } from "./chrf.ts";
export { referenceLength } from "./closest-length.ts";
export { editDistance } from "./edit-distance.ts";
export { type CharacterErrorRateOptions, characterErrorRate, tokenErrorRate } from "./error-rate.ts";
export {
  createErrorCounter,
  type ErrorSummary,
  errorDefinitions,
  type OutputError,
  outputErrors,
} from "./error-summary.ts";
export { type Evaluation, evaluateOutputs, evaluationMetrics } from "./evaluate.ts";
export { exactMatch, wordErrorRate } from "./exact-match.ts";
export { hardAlignment } from "./hard-alignment.ts";
export type { Interval } from "./interval.ts";
export { type LengthBucket, lengthBuckets, quantileBounds } from "./length-buckets.ts";
export {
  corpusScore,
  createScoreAccumulator,
  type Metric,
  type ScoreAccumulator,
  sentenceScores,
} from "./metric.ts";
export { type MetricName, type MetricSettings, metricNames, metricsNamed } from "./named-metrics.ts";
export { type PairedBootstrap, pairedBootstrap } from "./paired-bootstrap.ts";
export { perplexity, sentencePerplexity } from "./perplexity.ts";
export { scoreInterval } from "./score-interval.ts";
export { type SeedSpread, seedSpread } from "./seed-spread.ts";
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
export { compareSystems, type SystemComparison } from "./system-comparison.ts";
export { ter } from "./ter.ts";
export type { TercomOptions } from "./tercom-tokenization.ts";
export { tokenAccuracy } from "./token-accuracy.ts";
export { createWorstFinder, type ScoredSegment } from "./worst.ts";
