/** An output of the model. */
export interface Hypothesis {
  readonly text: string;
  /** What hypotheses are ranked by: log P over the length penalty. */
  readonly score: number;
  /** log P(text | source), natural, `</s>` included. */
  readonly logProbability: number;
  /** The tokens of the output, without its end, `</s>`. */
  readonly tokens: readonly string[];
  /** log P of each token and of `</s>`, given those before it. */
  readonly tokenLogProbabilities: readonly number[];
  /**
   * For each token and `</s>` the weights over the source's tokens and its `</s>`: rows that add up to 1. Null for a
   * model without attention.
   */
  readonly attention: readonly (readonly number[])[] | null;
}

/** What the model makes of a text: the best output, and all that were asked for. */
export interface Transduction extends Hypothesis {
  /** The text that went in. */
  readonly source: string;
  readonly sourceTokens: readonly string[];
  /** True where the source was longer than the model reads and was cut. */
  readonly truncated: boolean;
  /** As many as `nBest`, the best first. None for an empty text, or where no output meets the options. */
  readonly hypotheses: readonly Hypothesis[];
}

/** How outputs are found and ranked. */
export interface TransduceOptions {
  /** Hypotheses kept side by side; 1 is greedy search (default 1). */
  readonly beam?: number;
  /** Hypotheses to give, the best first; at most `beam` (default 1). With sampling: draws. */
  readonly nBest?: number;
  /**
   * α of the length penalty: a hypothesis of n tokens is ranked by log P / ((5 + n) / 6)^α, or by log P / n for
   * "average" (default 1). 0 ranks by log P alone, which prefers short outputs.
   */
  readonly lengthPenalty?: number | "average";
  /** The fewest tokens of an output (default 0). */
  readonly minimumLength?: number;
  /** The most tokens of an output (default: the model's own limit). */
  readonly maximumLength?: number;
  /** Draws tokens from the model's distribution in place of a search; the same seed gives the same draws. */
  readonly sampling?: {
    readonly temperature?: number;
    readonly topK?: number;
    readonly topP?: number;
    readonly seed?: number;
  };
  /** What outputs begin with. */
  readonly prefix?: string;
  /** Words or phrases that every output has. */
  readonly include?: readonly string[];
  /** Words or phrases that no output has. */
  readonly exclude?: readonly string[];
  /** Writes the source token that was attended most in place of `<unk>` (default false). */
  readonly replaceUnknown?: boolean;
  /** Stops between batches, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Puts a text through the model. The first call loads the model, and later ones use it.
 *
 * @throws {Error} where a file of the model cannot be read, no ONNX Runtime can be loaded, or an option cannot be
 * @example
 * const { text, score } = await transduce("EXAMPLE");
 */
export declare function transduce(text: string, options?: TransduceOptions): Promise<Transduction>;
/**
 * Puts texts through the model, in order: many at once are several times faster than one after the other.
 *
 * @example
 * const [first, second] = await transduce(["EXAMPLE", "…"], { beam: 5 });
 */
export declare function transduce(
  texts: readonly string[],
  options?: TransduceOptions,
): Promise<Transduction[]>;
