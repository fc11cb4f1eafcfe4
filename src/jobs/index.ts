/** What a program does with files: read a configuration, train into a model folder, describe one, compare. Node only. */
export { type ComparisonDefinition, readComparison } from "./compare/definition.ts";
export {
  type Compared,
  type ComparisonEvent,
  type RunComparisonOptions,
  runComparison,
} from "./compare/run-comparison.ts";
export { pathKeys, readConfiguration, type Settings } from "./configuration-file.ts";
export { architecture, describeModel, type ModelDescription } from "./describe-model.ts";
export { readSegments, readSegmentsOfPairs } from "./segment-files.ts";
export { readTokenizer } from "./tokenizer-files.ts";
export { type TrainedFolder, type TrainFromFilesOptions, trainFromFiles } from "./train-from-files.ts";
export { type PairFiles, readPairFiles, type TrainingData } from "./training-data.ts";
