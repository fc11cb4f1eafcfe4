/** All of `henkan`, and what it does with files in Node: all that the command line does, for programs. */
export {
  type ComparisonDefinition,
  type ComparisonEvent,
  type ComparisonResult,
  type FinishedComparison,
  type RunComparisonOptions,
  readComparison,
  runComparison,
} from "./comparison/index.ts";
export type { Settings } from "./configuration/settings.ts";
export { readLinesFile, readPairsFile, readParallelFiles } from "./data/files.ts";
export { type FileFormatName, fileFormatNames, fileFormats } from "./data/formats/index.ts";
export {
  type Dataset,
  type DatasetLine,
  type OpenDatasetsOptions,
  openDatasets,
} from "./data/open-datasets.ts";
export { type OpenPairsOptions, openPairs, type PairFile } from "./data/open-pairs.ts";
export { PairCounter, type PairStatistics } from "./data/pair-statistics.ts";
export { writeFileAtomically } from "./data/write-file.ts";
export {
  type Export,
  type Exported,
  type ExportOptions,
  exportModel,
  type Int8Comparison,
  type Verification,
} from "./export/index.ts";
export * from "./index.ts";
export {
  type CachedTrainingData,
  describeModel,
  type ModelDescription,
  type PairFiles,
  type PreparedCorpus,
  type PrepareFromFilesOptions,
  type PrepareProgress,
  prepareFromFiles,
  readConfiguration,
  readPairFiles,
  readTokenizer,
  type TrainedFolder,
  type TrainFromFilesOptions,
  type TrainingData,
  trainFromFiles,
} from "./jobs/index.ts";
export { loadModel, modelFiles, type SavedModel, saveModel } from "./model-folder/model-folder.ts";
export type { ModelHistory, ModelRecord } from "./model-folder/record.ts";
