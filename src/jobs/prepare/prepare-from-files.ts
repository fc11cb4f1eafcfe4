import { stat } from "node:fs/promises";
import type { Configuration } from "../../configuration/configuration.ts";
import { ConfigError } from "../../errors.ts";
import { withKinds } from "../../training/encoded-corpus.ts";
import type { Ranks } from "../../training/ranks.ts";
import { readTokenizers } from "../tokenizer-files.ts";
import { trainingFiles } from "../training-data.ts";
import type { PrepareProgress } from "./prepare-corpus.ts";
import { type CachedTrainingData, openTrainingCache } from "./training-cache.ts";

export interface PrepareFromFilesOptions {
  /** Told in one line whether and why the cache is made. Default: nobody. */
  readonly onNotice?: (line: string) => void;
  readonly onProgress?: (progress: PrepareProgress) => void;
  /** Ends the work; an older cache stays as it is. */
  readonly signal?: AbortSignal;
  /** Ranks that count and encode together (default: this process alone). */
  readonly ranks?: Ranks | undefined;
}

/** A token cache that is made. */
export interface PreparedCorpus {
  /** What was found while it was made. */
  readonly data: Omit<CachedTrainingData, "corpus" | "close">;
  /** Of its file. */
  readonly bytes: number;
  /** Training pairs left out because a side is longer than `maximumLength`. */
  readonly tooLong: number;
  /** Tokens known, special symbols included. */
  readonly vocabulary: { readonly source: number; readonly target: number };
  /** The configuration with the kinds of tokenizers that were chosen. */
  readonly configuration: Configuration;
}

/**
 * Makes the token cache of the pairs that a configuration names, in the folder `data.cache`, so that training over it
 * starts at once. One that is there and fits stays.
 * @throws {ConfigError} where no pairs or no folder are named, or the decoder copies
 * @throws {DataError} where a file cannot be read or written, or there is nothing to train on
 */
export async function prepareFromFiles(
  configuration: Configuration,
  { onNotice = () => {}, ...options }: PrepareFromFilesOptions = {},
): Promise<PreparedCorpus> {
  trainingFiles(configuration);
  const folder = configuration.data.cache;
  if (folder === undefined) {
    throw new ConfigError("no folder for the tokens: name one as data.cache");
  }
  const given = await readTokenizers(configuration);
  const data = await openTrainingCache(configuration, folder, given, { onNotice, ...options });
  data.close();
  const { cache, corpus, isNew } = data;
  if (!isNew) onNotice(`${cache}: made of these pairs with these settings already: nothing is to be done`);
  return {
    data,
    bytes: (await stat(cache)).size,
    tooLong: corpus.skipped.tooLong,
    vocabulary: { source: corpus.source.vocabulary.size, target: corpus.target.vocabulary.size },
    configuration: withKinds(configuration, corpus),
  };
}
