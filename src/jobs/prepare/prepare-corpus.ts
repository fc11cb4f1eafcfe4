import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import type { Configuration } from "../../configuration/configuration.ts";
import { holdOut, type Pair } from "../../data/index.ts";
import { makeFolder } from "../../data/make-folder.ts";
import { openDatasets } from "../../data/open-datasets.ts";
import { ConfigError } from "../../errors.ts";
import type { Ranks } from "../../training/ranks.ts";
import { chooseTokenizers, type GivenTokenizers } from "../../training/tokenizers.ts";
import {
  datasetsOf,
  heldSources,
  type PairFiles,
  pathsOf,
  type ScoringPairs,
  trainingFiles,
} from "../training-data.ts";
import { cacheSettings } from "./cache-key.ts";
import { surveyCorpus } from "./corpus-survey.ts";
import { encodeIntoCache } from "./encode-corpus.ts";
import { type FileState, fileState, identify, refuseChangedFile } from "./file-identity.ts";

/** How far the work is. */
export interface PrepareProgress {
  readonly step: "counting" | "encoding";
  /** Bytes of the files that are read, of how many. */
  readonly bytes: number;
  readonly total: number;
  readonly seconds: number;
}

export interface PrepareOptions extends ScoringPairs {
  /** Tokenizers that are at hand; others are learnt. */
  readonly given: GivenTokenizers;
  readonly onProgress?: ((progress: PrepareProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Ranks that count and encode together (default: this process alone). */
  readonly ranks?: Ranks | undefined;
}

/** Files with less than this are read before threads have started. */
const bytesForThreads = 4e6;

/** Pairs that `auto` looks at: those of a larger corpus are alike enough. */
const pairsToChooseBy = 2 ** 18;

/**
 * Makes a token cache of the pairs that a configuration names, in two readings of their files: the first learns the
 * tokenizers, the second encodes. Memory holds the counts of tokens, the pairs that may be held out, and the lengths of
 * all examples. The cache has the same bytes for any number of threads.
 * @param path the cache's file; an older one stays as it is until the new one is whole
 * @throws {ConfigError} where the decoder copies
 * @throws {DataError} where a file cannot be read or changes meanwhile, there is nothing to train on, or the cache cannot
 * be written
 */
export async function prepareCorpus(
  configuration: Configuration,
  path: string,
  options: PrepareOptions,
): Promise<void> {
  if (configuration.decoder.copying) {
    throw new ConfigError(
      "decoder.copying true: a token cache does not hold the text of unknown tokens, which copying needs: leave it out, " +
        "or train without data.cache",
    );
  }
  await makeFolder(dirname(path));
  const states = await fileStates(configuration);
  const total = states.pairs.reduce((sum, { bytes }) => sum + bytes, 0);
  const isSmall = total < bytesForThreads;
  const ranks = isSmall ? undefined : options.ranks;
  const available = ranks?.threadsOf[0] ?? availableParallelism();
  const threads = isSmall ? 1 : (configuration.runtime.threads ?? available);
  const { signal } = options;
  const chosen = await chooseKinds(configuration, options);
  const counting = counted("counting", total, options.onProgress);
  const survey = await surveyCorpus(chosen, { ...options, threads, ranks, onBytes: counting });
  const held = heldSources(options);
  const encoding = counted("encoding", total, options.onProgress);
  await encodeIntoCache(
    path,
    chosen,
    survey,
    { held, threads, ranks, onBytes: encoding, signal },
    async () => {
      for (const state of [...states.pairs, ...states.held]) await refuseChangedFile(state);
      return {
        files: await Promise.all(states.pairs.map(identify)),
        held: await Promise.all(states.held.map(identify)),
        settings: cacheSettings(configuration, options.given),
      };
    },
  );
}

interface FileStates {
  readonly pairs: readonly FileState[];
  /** Of dev and test pairs. */
  readonly held: readonly FileState[];
}

/** The states of all files that a configuration's pairs are in. */
export async function fileStates({ data }: Configuration): Promise<FileStates> {
  const states = (files: PairFiles = []) => Promise.all(pathsOf(files).map(fileState));
  return {
    pairs: await states(data.pairs),
    held: [...(await states(data.dev)), ...(await states(data.test))],
  };
}

function counted(
  step: PrepareProgress["step"],
  total: number,
  onProgress: PrepareOptions["onProgress"] = () => {},
): (count: number) => void {
  const begin = performance.now();
  let bytes = 0;
  return (count) => {
    bytes += count;
    onProgress({ step, bytes, total, seconds: (performance.now() - begin) / 1000 });
  };
}

/** The configuration with the kinds of tokenizers that the first pairs suggest where it leaves them open. */
async function chooseKinds(
  configuration: Configuration,
  { given, dev, test }: PrepareOptions,
): Promise<Configuration> {
  const isOpen = (["source", "target"] as const).some(
    (side) => configuration[side].tokenizer === "auto" && given[side] === undefined,
  );
  if (!isOpen) return chooseTokenizers(configuration, [], given);
  const { data, training } = configuration;
  const datasets = datasetsOf(trainingFiles(configuration), data);
  const pairs: Pair[] = [];
  for await (const { line } of openDatasets(datasets, {
    clean: data.clean,
    held: heldSources({ dev, test }),
  })) {
    if (typeof line !== "string") pairs.push(line);
    if (pairs.length === pairsToChooseBy) break;
  }
  const trained = dev === null ? holdOut(pairs, { seed: training.seed }).train : pairs;
  return chooseTokenizers(configuration, trained, given);
}
