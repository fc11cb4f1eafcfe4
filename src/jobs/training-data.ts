import type { Configuration } from "../configuration/configuration.ts";
import { datasetShares } from "../data/dataset-shares.ts";
import { refuseNoPairs } from "../data/files.ts";
import { holdOut, type Mixture, type Pair, type PairReading, type Skipped } from "../data/index.ts";
import { type Dataset, datasetName, openDatasets } from "../data/open-datasets.ts";
import { type PairFile, pairFileName } from "../data/open-pairs.ts";
import { type Overlap, OverlapCounter } from "../data/overlap.ts";
import { collect, noRemarks, type Remarks } from "../data/pair.ts";
import { ConfigError, DataError } from "../errors.ts";

/** The pairs of a run, read. */
export interface TrainingData {
  /** Of several datasets, one after the other. */
  readonly pairs: readonly Pair[];
  /** Pairs that are not trained on; they choose the best epoch. */
  readonly dev: readonly Pair[];
  /** Whether `dev` was held out of the training file, for want of a file of its own. */
  readonly heldOut: boolean;
  /** Pairs that score the trained model, where a file of them is given. */
  readonly test: readonly Pair[] | null;
  /** Places of the training files that gave no pair, and pairs that cleaning left out. */
  readonly skipped: Skipped;
  /** What else was found; absent for pairs that were not read from files. */
  readonly findings?: DataFindings;
}

/** What was found while training pairs were read. */
interface DataFindings {
  readonly remarks: Remarks;
  /** What of the pairs that score a model is also trained on; null where there is no file of them. */
  readonly overlap: { readonly dev: Overlap | null; readonly test: Overlap | null };
  /** In the order of the configuration. */
  readonly sources: readonly TrainingDataset[];
}

export interface TrainingDataset {
  readonly name: string;
  /** How many of the training pairs are its own. */
  readonly pairs: number;
  /** Its part of an epoch; all parts together are 1. */
  readonly share: number;
}

/** A file of pairs, two files of lines, or a list of datasets, as `data.pairs`, `data.dev` and `data.test` name them. */
export type PairFiles = PairFile | readonly Dataset[];

/**
 * Reads the files that a configuration names, and cleans the training pairs. Without a dev file, 2 % of the training pairs
 * and at most 2,000 are held out, the same ones for the same seed.
 * @throws {ConfigError} where no file of training pairs is named
 * @throws {DataError} where a file cannot be read, has no pairs, or none can be held out
 */
export async function readTrainingData(configuration: Configuration): Promise<TrainingData> {
  const { data, training } = configuration;
  const files = trainingFiles(configuration);
  const scoring = await readScoringPairs(configuration);
  const { dev, test } = scoring;
  const counters = [dev, test].map((pairs) => (pairs === null ? null : new OverlapCounter(pairs)));
  const reading: PairReading = { pairs: [], skipped: { blank: 0, empty: 0 } };
  const numbers = new Map<Pair, number>();
  const remarks = noRemarks();
  const held = heldSources(scoring);
  const datasets = datasetsOf(files, data);
  for await (const { from, line } of openDatasets(datasets, { clean: data.clean, held, remarks })) {
    collect(reading, line);
    if (typeof line === "string") continue;
    if (datasets.length > 1) numbers.set(line, from);
    for (const counter of counters) counter?.meet(line);
  }
  refuseNoPairs(reading.pairs.length, reading.skipped, nameOf(files));
  const split =
    dev === null ? holdOut(reading.pairs, { seed: training.seed }) : { train: reading.pairs, dev };
  refuseNoDev(split.dev, nameOf(files));
  const [devOverlap = null, testOverlap = null] = counters.map((counter) => counter?.overlap ?? null);
  return {
    pairs: split.train,
    dev: split.dev,
    heldOut: dev === null,
    test,
    skipped: reading.skipped,
    findings: {
      remarks,
      overlap: { dev: devOverlap, test: testOverlap },
      sources: countedDatasets(configuration, split.train, numbers),
    },
  };
}

/** The pairs that score a model: those of the dev and test files; null for what no file is named for. */
export interface ScoringPairs {
  readonly dev: readonly Pair[] | null;
  readonly test: readonly Pair[] | null;
}

/** @throws {DataError} where a file cannot be read, or has no pairs */
export async function readScoringPairs({ data }: Configuration): Promise<ScoringPairs> {
  const read = async (files: PairFiles | undefined) =>
    files === undefined ? null : (await readPairFiles(files, data)).pairs;
  return { dev: await read(data.dev), test: await read(data.test) };
}

/** The sources of the pairs that score a model. */
export function heldSources({ dev, test }: ScoringPairs): Set<string> {
  return new Set([...(dev ?? []), ...(test ?? [])].map(({ source }) => source));
}

function countedDatasets(
  configuration: Configuration,
  pairs: readonly Pair[],
  numbers: ReadonlyMap<Pair, number>,
): TrainingDataset[] {
  const datasets = datasetsOf(trainingFiles(configuration));
  const counts = datasets.map(() => 0);
  for (const pair of pairs) counts[numbers.get(pair) ?? 0]!++;
  const named = datasets.map((dataset, i) => ({ name: datasetName(dataset), pairs: counts[i]! }));
  return trainingShares(configuration, named);
}

/** The datasets of training pairs with their parts of an epoch. */
export function trainingShares(
  configuration: Configuration,
  datasets: readonly Omit<TrainingDataset, "share">[],
): TrainingDataset[] {
  const weights = datasetsOf(trainingFiles(configuration)).map(({ weight }) => weight);
  const counted = datasets.map(({ pairs }, i) => ({ pairs, weight: weights[i] }));
  const shares = datasetShares(counted, configuration.data.temperature);
  return datasets.map(({ name, pairs }, i) => ({ name, pairs, share: shares[i]! }));
}

/**
 * How datasets are drawn; undefined where each pair is trained on once in an epoch.
 * @param counts of each dataset's pairs, or of those that are short enough
 */
export function mixtureOf(
  { data }: Configuration,
  datasets: readonly TrainingDataset[],
  counts: readonly number[] = datasets.map(({ pairs }) => pairs),
): Mixture | undefined {
  const isEven =
    data.temperature === 1 && !(Array.isArray(data.pairs) && data.pairs.some(({ weight }) => weight));
  if (isEven || datasets.length < 2) return undefined;
  return { counts, shares: datasets.map(({ share }) => share) };
}

/** @throws {DataError} where nothing was held out of files */
export function refuseNoDev(dev: readonly Pair[], files: string): void {
  if (dev.length > 0) return;
  throw new DataError(
    `${files}: all pairs have the same source: expected two at least, one to train on and one to hold ` +
      "out; or name a file of dev pairs as data.dev",
  );
}

/** @throws {ConfigError} where a configuration names no training pairs */
export function trainingFiles({ data }: Configuration): PairFiles {
  if (data.pairs !== undefined) return data.pairs;
  throw new ConfigError("no pairs to train on: name a file as data.pairs");
}

/** The paths of all files of pairs. */
export function pathsOf(files: PairFiles): string[] {
  return datasetsOf(files).flatMap(({ pairs }) =>
    typeof pairs === "string" ? [pairs] : [pairs.source, pairs.target],
  );
}

/** What says how files are read. */
type ReadingOptions = Pick<Dataset, "format" | "columns" | "header">;

/** The datasets of what a configuration names, each with how it is read. */
export function datasetsOf(
  files: PairFiles,
  { format, columns, header }: ReadingOptions = {},
): readonly Dataset[] {
  const list = isList(files) ? files : [{ pairs: files }];
  return list.map((dataset) => ({
    ...dataset,
    format: dataset.format ?? format,
    columns: dataset.columns ?? columns,
    header: dataset.header ?? header,
  }));
}

/**
 * Reads one file of pairs, two files of lines, or several datasets one after the other, with their tags. Nothing is cleaned.
 * @param options of files that have none of their own
 */
export async function readPairFiles(files: PairFiles, options: ReadingOptions = {}): Promise<PairReading> {
  const reading: PairReading = { pairs: [], skipped: { blank: 0, empty: 0 } };
  for await (const { line } of openDatasets(datasetsOf(files, options))) collect(reading, line);
  refuseNoPairs(reading.pairs.length, reading.skipped, nameOf(files));
  return reading;
}

function isList(files: PairFiles): files is readonly Dataset[] {
  return Array.isArray(files);
}

/** What errors call them. */
export function nameOf(files: PairFiles): string {
  return isList(files) ? files.map(datasetName).join(", ") : pairFileName(files);
}
