import { readPairsFile, readParallelFiles } from "../data/files.ts";
import { holdOut, type Pair, type PairReading, type Skipped } from "../data/index.ts";
import { ConfigError, DataError } from "../errors.ts";
import type { Configuration } from "../seq2seq/configuration.ts";

/** The pairs of a run, read. */
export interface TrainingData {
  readonly pairs: readonly Pair[];
  /** Pairs that are not trained on; they choose the best epoch. */
  readonly dev: readonly Pair[];
  /** Whether `dev` was held out of the training file, for want of a file of its own. */
  readonly heldOut: boolean;
  /** Pairs that score the trained model, where a file of them is given. */
  readonly test: readonly Pair[] | null;
  /** Lines of the training file that gave no pair. */
  readonly skipped: Skipped;
}

/** A file of pairs, or two files of lines, as `data.pairs`, `data.dev` and `data.test` name them. */
export type PairFiles = NonNullable<Configuration["data"]["pairs"]>;

/**
 * Reads the files that a configuration names. Without a dev file, 2 % of the training pairs and at most 2,000
 * are held out, the same ones for the same seed.
 * @throws {ConfigError} where no file of training pairs is named
 * @throws {DataError} where a file cannot be read, has no pairs, or none can be held out
 */
export async function readTrainingData(configuration: Configuration): Promise<TrainingData> {
  const { data, training } = configuration;
  const files = trainingFiles(configuration);
  const { pairs, skipped } = await readPairFiles(files);
  const test = data.test === undefined ? null : (await readPairFiles(data.test)).pairs;
  if (data.dev !== undefined) {
    return { pairs, dev: (await readPairFiles(data.dev)).pairs, heldOut: false, test, skipped };
  }
  const split = holdOut(pairs, { seed: training.seed });
  if (split.dev.length === 0) {
    throw new DataError(
      `${nameOf(files)}: all pairs have the same source: expected two at least, one to train on and one to hold ` +
        "out; or name a file of dev pairs with --dev FILE.tsv",
    );
  }
  return { pairs: split.train, dev: split.dev, heldOut: true, test, skipped };
}

/** @throws {ConfigError} where a configuration names no training pairs */
export function trainingFiles({ data }: Configuration): PairFiles {
  if (data.pairs !== undefined) return data.pairs;
  throw new ConfigError(
    "no pairs to train on: name a file with --pairs FILE.tsv, or as data.pairs in the configuration file",
  );
}

/** Reads one file of pairs, or two files of lines. */
export function readPairFiles(files: PairFiles): Promise<PairReading> {
  return typeof files === "string" ? readPairsFile(files) : readParallelFiles(files.source, files.target);
}

function nameOf(files: PairFiles): string {
  return typeof files === "string" ? files : `${files.source} and ${files.target}`;
}
