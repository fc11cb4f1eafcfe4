import type { Configuration } from "../configuration/configuration.ts";
import { type ExampleSource, encodePairs, inMemory, type Mixture, type Pair } from "../data/index.ts";
import { DataError } from "../errors.ts";
import type { Tokenizer } from "../text/index.ts";
import { chooseTokenizers, type GivenTokenizers, trainTokenizers } from "./tokenizers.ts";

/** What is trained on: pairs as ids, in memory or wherever the examples are read from, and the tokenizers that made them. */
export interface EncodedCorpus {
  readonly source: Tokenizer;
  readonly target: Tokenizer;
  readonly examples: ExampleSource;
  /** Pairs left out because a side is longer than `maximumLength`. */
  readonly skipped: { readonly tooLong: number };
  /** Where examples of several sources are drawn in other shares than they have (default: each once an epoch). */
  readonly mixture?: Mixture | undefined;
}

export interface EncodeCorpusOptions {
  /** Tokenizers that are at hand; others are learnt from the pairs. */
  readonly tokenizers?: GivenTokenizers | undefined;
  /** Of the pairs' sources. */
  readonly mixture?: Mixture | undefined;
}

/**
 * Makes the tokenizers of pairs and encodes the pairs: what `train` learns from.
 * @throws {ConfigError} where a given tokenizer is of another kind than the configuration says
 * @throws {DataError} where no pair is short enough
 */
export function encodeCorpus(
  given: Configuration,
  pairs: readonly Pair[],
  { tokenizers, mixture }: EncodeCorpusOptions = {},
): EncodedCorpus {
  const configuration = chooseTokenizers(given, pairs, tokenizers);
  const { source, target } = trainTokenizers(configuration, pairs, tokenizers);
  const encoded = encodePairs(pairs, source, target, {
    sourceLimit: configuration.source.maximumLength,
    targetLimit: configuration.target.maximumLength,
    copying: configuration.decoder.copying,
  });
  const { examples, skipped } = encoded;
  refuseNoExamples(examples.length, pairs.length, configuration);
  return {
    source,
    target,
    examples: inMemory(examples),
    skipped,
    mixture: mixture && { ...mixture, counts: countKept(mixture.counts, pairs, encoded.pairs) },
  };
}

/** How many of each source's pairs are left; the sources stand one after the other. */
function countKept(counts: readonly number[], pairs: readonly Pair[], kept: readonly Pair[]): number[] {
  const left = counts.map(() => 0);
  let source = 0;
  let end = counts[0] ?? 0;
  let at = 0;
  for (const [index, pair] of pairs.entries()) {
    while (index >= end) end += counts[++source]!;
    if (kept[at] !== pair) continue;
    left[source]!++;
    at++;
  }
  return left;
}

/** @throws {DataError} where all pairs were too long */
export function refuseNoExamples(examples: number, pairs: number, { source, target }: Configuration): void {
  if (examples > 0) return;
  throw new DataError({
    kind: "allTooLong",
    text:
      `there is nothing to train on: of ${pairs} pairs ${pairs} are longer than source.maximumLength ` +
      `${source.maximumLength} or target.maximumLength ${target.maximumLength}`,
    ...{ pairs, source: source.maximumLength, target: target.maximumLength },
  });
}

/** A configuration with the kinds of tokenizers that a corpus has. */
export function withKinds(configuration: Configuration, { source, target }: EncodedCorpus): Configuration {
  return {
    ...configuration,
    source: { ...configuration.source, tokenizer: source.kind },
    target: { ...configuration.target, tokenizer: target.kind },
  };
}
