import type { Pair } from "../data/index.ts";
import type { Configuration } from "../seq2seq/configuration.ts";
import { chooseTokenizerKind, type Tokenizer, trainTokenizer } from "../text/index.ts";

type Side = "source" | "target";

/** A configuration with the kinds of tokenizers that the pairs suggest where it leaves them open. */
export function chooseTokenizers(configuration: Configuration, pairs: readonly Pair[]): Configuration {
  const side = (name: Side): Configuration[Side] => {
    const { tokenizer, ...rest } = configuration[name];
    if (tokenizer !== "auto") return configuration[name];
    return { ...rest, tokenizer: chooseTokenizerKind(linesOf(name, configuration, pairs)) };
  };
  return { ...configuration, source: side("source"), target: side("target") };
}

/**
 * The tokenizers of both sides, of their lines; with a joint vocabulary both are one, of all lines.
 * @param configuration one that `chooseTokenizers` gave
 */
export function trainTokenizers(
  configuration: Configuration,
  pairs: readonly Pair[],
): Readonly<Record<Side, Tokenizer>> {
  const side = (name: Side): Tokenizer => {
    const { tokenizer, ...options } = configuration[name];
    const kind = tokenizer as Exclude<typeof tokenizer, "auto">;
    return trainTokenizer({ ...options, kind }, linesOf(name, configuration, pairs));
  };
  const source = side("source");
  return { source, target: configuration.vocabulary === "joint" ? source : side("target") };
}

/** The lines that a side's tokenizer is to know. */
function linesOf(name: Side, { vocabulary }: Configuration, pairs: readonly Pair[]): string[] {
  return pairs.flatMap((pair) => (vocabulary === "joint" ? [pair.source, pair.target] : [pair[name]]));
}
