import { type ExampleSource, encodePairs, inMemory, type Mixture, type Pair } from "../data/index.ts";
import { DataError } from "../errors.ts";
import type { Configuration } from "../seq2seq/configuration.ts";
import type { Tokenizer } from "../text/index.ts";
import { trainTokenizers } from "./tokenizers.ts";

/** What is trained on, as ids: in memory, or wherever the examples are read from. */
export interface EncodedCorpus {
  readonly source: Tokenizer;
  readonly target: Tokenizer;
  readonly examples: ExampleSource;
  /** Pairs left out because a side is longer than `maximumLength`. */
  readonly skipped: { readonly tooLong: number };
  /** Where examples of several sources are drawn in other shares than they have (default: each once an epoch). */
  readonly mixture?: Mixture | undefined;
}

/**
 * Makes the tokenizers of pairs and encodes the pairs.
 * @param configuration one that `chooseTokenizers` gave
 * @throws {DataError} where no pair is short enough
 */
export function encodeCorpus(configuration: Configuration, pairs: readonly Pair[]): EncodedCorpus {
  const { source, target } = trainTokenizers(configuration, pairs);
  const { examples, skipped } = encodePairs(pairs, source, target, {
    sourceLimit: configuration.source.maximumLength,
    targetLimit: configuration.target.maximumLength,
    copying: configuration.decoder.copying,
  });
  refuseNoExamples(examples.length, skipped.tooLong, configuration);
  return { source, target, examples: inMemory(examples), skipped };
}

/** @throws {DataError} where all pairs were too long */
export function refuseNoExamples(examples: number, tooLong: number, { source, target }: Configuration): void {
  if (examples > 0) return;
  throw new DataError(
    `there is nothing to train on: of ${tooLong} pairs ${tooLong} are longer than source.maximumLength ` +
      `${source.maximumLength} or target.maximumLength ${target.maximumLength}`,
  );
}
