import type { ExampleLengths } from "../data/index.ts";
import type { Model } from "../seq2seq/model.ts";
import type { SearchOptions } from "./options.ts";

/** By default an output has at most this many tokens for each token of its source, plus a margin. */
export const tokensPerSourceToken = 8;

const leastMargin = 27;

/** How many tokens an output may have, `</s>` not counted, and which option says so. */
export interface OutputLimit {
  readonly tokens: number;
  /** The option; undefined for the default. */
  readonly option: "maximumLength" | "maximumLengthRatio" | undefined;
}

/**
 * The maximum number of tokens of an output. Options apply as they are; of two, the smaller one. Without options it
 * bounds outputs that never end: a margin plus `tokensPerSourceToken` for each token of the source, at most the
 * model's `target.maximumLength`.
 * @param sourceLength S, `</s>` not counted
 */
export function outputLimit(
  model: Omit<Model, "weights">,
  sourceLength: number,
  { maximumLength, maximumLengthRatio }: SearchOptions,
): OutputLimit {
  if (maximumLength === undefined && maximumLengthRatio === undefined) {
    const tokens = marginOf(model) + tokensPerSourceToken * sourceLength;
    return { tokens: Math.min(model.configuration.target.maximumLength, tokens), option: undefined };
  }
  const relative =
    maximumLengthRatio === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(1, Math.ceil(maximumLengthRatio * sourceLength));
  return maximumLength !== undefined && maximumLength <= relative
    ? { tokens: maximumLength, option: "maximumLength" }
    : { tokens: relative, option: "maximumLengthRatio" };
}

/** What the default limit allows in addition to its tokens for each token of the source. */
export function marginOf({ outputMargin = leastMargin }: Pick<Model, "outputMargin">): number {
  return outputMargin;
}

/** The margin with which the default limit allows every target of a corpus; undefined if the usual margin suffices. */
export function neededMargin(examples: ExampleLengths): number | undefined {
  let margin = leastMargin;
  for (let index = 0; index < examples.count; index++) {
    const [S, T] = [examples.sourceLength(index) - 1, examples.targetLength(index) - 1]; // without </s>
    margin = Math.max(margin, T - tokensPerSourceToken * S);
  }
  return margin > leastMargin ? margin : undefined;
}
