import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Configuration } from "../../configuration/configuration.ts";
import { DataError } from "../../errors.ts";
import type { EncodedCorpus } from "../../training/encoded-corpus.ts";
import type { GivenTokenizers } from "../../training/tokenizers.ts";
import { withFolderLock } from "../folder-lock.ts";
import {
  mixtureOf,
  readScoringPairs,
  type ScoringPairs,
  type TrainingData,
  trainingShares,
} from "../training-data.ts";
import { cacheSettings, differenceOf } from "./cache-key.ts";
import { type CachedCorpus, openCachedCorpus } from "./cached-corpus.ts";
import { type FileIdentity, type FileState, isSameFile } from "./file-identity.ts";
import { fileStates, type PrepareOptions, prepareCorpus } from "./prepare-corpus.ts";

/** The pairs of a run whose training pairs are in a token cache. */
export interface CachedTrainingData extends Omit<TrainingData, "pairs"> {
  /** How many training pairs there are. */
  readonly pairs: number;
  /** Of the training pairs, see `fingerprint`. */
  readonly fingerprint: string;
  readonly corpus: EncodedCorpus;
  /** The cache's file. */
  readonly cache: string;
  /** Occurrences of rare tokens that the tokenizers were learnt without, see `TokenCounter`. */
  readonly forgotten: Readonly<Record<"source" | "target", number>>;
  /** Whether it was made now; else it was there, and fits. */
  readonly isNew: boolean;
  close(): void;
}

export interface TrainingCacheOptions extends Pick<PrepareOptions, "onProgress" | "signal" | "ranks"> {
  /** Told in one line whether and why the cache is made. */
  readonly onNotice: (line: string) => void;
}

/** The cache's file in its folder. */
const cacheFile = "corpus.tokens";

/**
 * Opens the token cache of the pairs that a configuration names, or makes it where there is none, or one of other pairs,
 * other settings or another version, or a damaged one. Dev and test pairs of files are read.
 * @param folder where the cache is, or is to be
 * @returns to be closed again
 * @throws {ConfigError} where no pairs are named, or the decoder copies
 * @throws {DataError} where a file cannot be read or written, or there is nothing to train on
 */
export async function openTrainingCache(
  configuration: Configuration,
  folder: string,
  given: GivenTokenizers,
  { onNotice, ...options }: TrainingCacheOptions,
): Promise<CachedTrainingData> {
  const path = join(folder, cacheFile);
  const scoring = await readScoringPairs(configuration);
  const known = await openFitting(path, configuration, given);
  if (typeof known !== "string") return trainingData(known, configuration, scoring, { isNew: false });
  onNotice(known);
  await withFolderLock(folder, "preparing", () =>
    prepareCorpus(configuration, path, { ...scoring, given, ...options }),
  );
  return trainingData(openCachedCorpus(path), configuration, scoring, { isNew: true });
}

/** The cache, or a line that says why it is to be made. */
async function openFitting(
  path: string,
  configuration: Configuration,
  given: GivenTokenizers,
): Promise<CachedCorpus | string> {
  if ((await stat(path).catch(() => undefined)) === undefined) {
    return `${path}: the tokens of all pairs are written there, to be read while training`;
  }
  let corpus: CachedCorpus;
  try {
    corpus = openCachedCorpus(path);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return `${error.message.replace(/: delete the file, and it is made again$/, "")}; it is made again`;
  }
  const misfit = await misfitOf(corpus, configuration, given);
  if (misfit === null) return corpus;
  corpus.close();
  return `${path}: ${misfit}; it is made again`;
}

async function misfitOf(
  { description }: CachedCorpus,
  configuration: Configuration,
  given: GivenTokenizers,
): Promise<string | null> {
  const difference = differenceOf(description.settings, cacheSettings(configuration, given));
  if (difference !== null) return `made with other settings: ${difference}`;
  const now = await fileStates(configuration);
  const changed = await changedFile(description.files, now.pairs);
  if (changed !== null) return `made of other pairs: ${changed}`;
  if (configuration.data.clean.overlap === "keep") return null;
  const held = await changedFile(description.held, now.held);
  return held === null ? null : `made beside other dev or test pairs: ${held}`;
}

/** Which file is not what it was, in words. */
async function changedFile(
  before: readonly FileIdentity[],
  now: readonly FileState[],
): Promise<string | null> {
  if (before.length !== now.length) return `${before.length} files were read, and ${now.length} are named`;
  for (const [i, file] of before.entries()) {
    if (!(await isSameFile(file, now[i]!))) return `${now[i]!.path} is not what ${file.path} was`;
  }
  return null;
}

async function trainingData(
  corpus: CachedCorpus,
  configuration: Configuration,
  { dev, test }: ScoringPairs,
  { isNew }: Pick<CachedTrainingData, "isNew">,
): Promise<CachedTrainingData> {
  const { description } = corpus;
  const isBeside =
    isNew || (await changedFile(description.held, (await fileStates(configuration)).held)) === null;
  const findings: NonNullable<TrainingData["findings"]> = {
    remarks: description.remarks,
    overlap: isBeside ? description.overlap : { dev: null, test: null },
    sources: trainingShares(configuration, description.sources),
  };
  const counts = description.sources.map(({ examples }) => examples);
  return {
    pairs: description.pairs,
    fingerprint: description.fingerprint,
    corpus: { ...corpus, mixture: mixtureOf(configuration, findings.sources, counts) },
    cache: corpus.path,
    isNew,
    dev: dev ?? description.dev ?? [],
    heldOut: dev === null,
    test,
    skipped: description.skipped,
    findings,
    forgotten: description.forgotten,
    close: corpus.close,
  };
}
