import type { Configuration } from "../configuration/configuration.ts";
import type { Pair } from "../data/index.ts";
import { ConfigError } from "../errors.ts";
import { chooseTokenizerKind, type Tokenizer, type TokenizerOptions, trainTokenizer } from "../text/index.ts";

type Side = "source" | "target";

/** Tokenizers that need not be learnt: what `tokenizerFile` names, read. */
export type GivenTokenizers = Partial<Readonly<Record<Side, Tokenizer>>>;

/**
 * A configuration with the kinds of tokenizers that are given, or that the pairs suggest where it leaves them open.
 * @throws {ConfigError} where a given tokenizer is of another kind than the configuration says
 */
export function chooseTokenizers(
  configuration: Configuration,
  pairs: readonly Pair[],
  given: GivenTokenizers = {},
): Configuration {
  const side = (name: Side): Configuration[Side] => {
    const { tokenizer, ...rest } = configuration[name];
    const kind = given[name]?.kind;
    if (kind !== undefined && tokenizer !== "auto" && tokenizer !== kind) {
      throw new ConfigError(
        `${name}.tokenizer "${tokenizer}": expected "auto" or "${kind}", which the tokenizer of ${name}.tokenizerFile is`,
      );
    }
    if (tokenizer !== "auto") return configuration[name];
    return { ...rest, tokenizer: kind ?? chooseTokenizerKind(linesOf(name, configuration, pairs)) };
  };
  return { ...configuration, source: side("source"), target: side("target") };
}

/**
 * The tokenizers of both sides: those that are given, others learnt of the side's lines; with a joint vocabulary both
 * are one, of all lines.
 * @param configuration one that `chooseTokenizers` gave
 * @throws {ConfigError} where the configuration names a tokenizer file and its tokenizer is not given
 */
export function trainTokenizers(
  configuration: Configuration,
  pairs: readonly Pair[],
  given: GivenTokenizers = {},
): Readonly<Record<Side, Tokenizer>> {
  const side = (name: Side): Tokenizer => {
    const ready = given[name];
    if (ready !== undefined) return ready;
    return trainTokenizer(tokenizerOptions(name, configuration), linesOf(name, configuration, pairs));
  };
  const source = side("source");
  return { source, target: configuration.vocabulary === "joint" ? source : side("target") };
}

/**
 * How a side's tokenizer is learnt.
 * @param configuration one that `chooseTokenizers` gave
 * @throws {ConfigError} where it is not to be learnt, but in a file
 */
export function tokenizerOptions(name: Side, configuration: Configuration): TokenizerOptions {
  const { tokenizer, tokenizerFile, maximumVocabulary, ...options } = configuration[name];
  if (tokenizerFile !== undefined) {
    throw new ConfigError({
      kind: "fileNeeded",
      text: `${name}.tokenizerFile ${tokenizerFile}: nothing reads it here: give its tokenizer as tokenizers.${name}, or leave it out`,
      ...{ path: `${name}.tokenizerFile`, value: tokenizerFile },
    });
  }
  const kind = tokenizer as Exclude<typeof tokenizer, "auto">;
  const isSubword = kind === "bpe" || kind === "unigram"; // which have a limit of their own
  return { ...options, kind, maximumVocabulary: maximumVocabulary ?? (isSubword ? undefined : 32_000) };
}

/** The lines that a side's tokenizer is to know. */
function linesOf(name: Side, { vocabulary }: Configuration, pairs: readonly Pair[]): string[] {
  return pairs.flatMap((pair) => (vocabulary === "joint" ? [pair.source, pair.target] : [pair[name]]));
}
