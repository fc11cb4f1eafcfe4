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
export { type AttentionRows, type AttentionStatistics, attentionStatistics } from "./attention-statistics.ts";
export { binomialInterval } from "./binomial-interval.ts";
export { bleu } from "./bleu.ts";
export { type BootstrapInterval, type BootstrapOptions, bootstrapInterval } from "./bootstrap.ts";
export {
  type BucketScore,
  type ByLengthOptions,
  type LengthBucket,
  type MeasuredOutputs,
  quantileBounds,
  scoresByLength,
} from "./by-length.ts";
export { editDistance } from "./edit-distance.ts";
export { tokenErrorRate, wordErrorRate } from "./error-rate.ts";
export { type Evaluation, evaluateOutputs, type ForcedCounts, metricDefinitions } from "./evaluate.ts";
export { exactMatch } from "./exact-match.ts";
export { hardAlignment } from "./hard-alignment.ts";
export type { Interval } from "./interval.ts";
export { type PairedBootstrap, pairedBootstrap } from "./paired-bootstrap.ts";
export { perplexity } from "./perplexity.ts";
export { type SeedSpread, seedSpread } from "./seed-spread.ts";
export { type Segment, toSegments } from "./segment.ts";
export type { Scored, SegmentCounts } from "./segment-counts.ts";
export { tokenAccuracy } from "./token-accuracy.ts";
