/**
 * Sequence-to-sequence models: train them, score them, translate with them. This door needs neither Node nor
 * files and works in a browser; `henkan/node` adds files and model folders.
 */

export {
  type Configuration,
  type ConfigurationInput,
  configurationJsonSchema,
  parseConfiguration,
} from "./configuration/configuration.ts";
export {
  type Corpus,
  decodeLines,
  fingerprint,
  type HoldOutOptions,
  holdOut,
  type Lines,
  type Pair,
  type PairFormat,
  type PairLinesOptions,
  type PairReading,
  readPairs,
  readParallelPairs,
  type Skipped,
} from "./data/index.ts";
export {
  CheckpointError,
  ConfigError,
  DataError,
  DivergenceError,
  GradientError,
  HenkanError,
  RuntimeUnavailableError,
  ShapeError,
} from "./errors.ts";
export {
  corpusScore,
  type Evaluation,
  evaluateOutputs,
  evaluationMetrics,
  type Metric,
  metricsNamed,
  type Segment,
  type Sentence,
} from "./metrics/index.ts";
export { decodeSafetensors, encodeSafetensors } from "./model-folder/safetensors.ts";
export { countScalars, type ParameterSpec, Weights, type WeightView } from "./nn/index.ts";
export type { Problem } from "./problems.ts";
export { type Report, type ReportExample, renderReport } from "./report/index.ts";
export { openRuntime, type Runtime, type RuntimeOptions } from "./runtime/index.ts";
export type { Hypothesis } from "./search/hypothesis.ts";
export { type LoadedModel, type LoadOptions, load } from "./search/load.ts";
export type { SamplingOptions, SearchOptions, TranslationRequest } from "./search/options.ts";
export {
  createScorer,
  type ForcedScore,
  type PairScore,
  type ScoreOptions,
  type Scorer,
} from "./search/scorer.ts";
export type { StreamedToken } from "./search/stream.ts";
export { createTranslator, type Translation, type Translator } from "./search/translator.ts";
export { type Model, traceModel, type VocabularySizes } from "./seq2seq/model.ts";
export { withShortlist } from "./seq2seq/shortlist.ts";
export type { Transfer } from "./seq2seq/transfer.ts";
export { type Tokenizer, tokenizerFromJson, trainTokenizer } from "./text/index.ts";
export { type EncodeCorpusOptions, type EncodedCorpus, encodeCorpus } from "./training/encoded-corpus.ts";
export {
  createEvaluator,
  type DecodedSegment,
  type EvaluationOptions,
  type Evaluator,
  type FoundOutput,
  type Scores,
  scoreOnPairs,
} from "./training/evaluator.ts";
export type {
  AverageEvent,
  DevScores,
  EndEvent,
  EvaluationEvent,
  StartEvent,
  TrainingEvent,
  UpdateEvent,
} from "./training/events.ts";
export { type TrainOptions, type TrainResult, train } from "./training/train.ts";
