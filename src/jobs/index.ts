/** What a program does with files: read a configuration, train into a model folder, describe one. Node only. */
export { isPathKey, readConfiguration } from "./configuration-file.ts";
export { architecture, describeModel, type ModelDescription } from "./describe-model.ts";
export { type KeptOutputs, withKeptOutputs } from "./kept-outputs.ts";
export type { PrepareProgress } from "./prepare/prepare-corpus.ts";
export {
  type PreparedCorpus,
  type PrepareFromFilesOptions,
  prepareFromFiles,
} from "./prepare/prepare-from-files.ts";
export type { CachedTrainingData } from "./prepare/training-cache.ts";
export { countPairs } from "./run-history.ts";
export { readSegments, readSegmentsOfPairs } from "./segment-files.ts";
export { readTokenizer } from "./tokenizer-files.ts";
export { type TrainedFolder, type TrainFromFilesOptions, trainFromFiles } from "./train-from-files.ts";
export {
  type PairFiles,
  readPairFiles,
  type TrainingData,
  type TrainingDataset,
} from "./training-data.ts";
