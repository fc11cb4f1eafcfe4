/** What the model makes of a text. */
export interface Transduction {
  /** The text that went in. */
  readonly source: string;
  /** The text that came out. */
  readonly text: string;
  /** log P(text | source), natural. */
  readonly score: number;
  /** The tokens of the output; its end, `</s>`, is counted in score and attention, and not listed. */
  readonly tokens: readonly string[];
  readonly sourceTokens: readonly string[];
  /**
   * For each output token (and `</s>`, if it was reached) the weights over the source's tokens and its `</s>`:
   * rows that add up to 1. Null for a model without attention.
   */
  readonly attention: readonly (readonly number[])[] | null;
  /** True where the source was longer than the model reads and was cut. */
  readonly truncated: boolean;
}

/**
 * Puts a text through the model. The first call loads the model, and later ones use it.
 *
 * @throws {Error} where a file of the model cannot be read, or no ONNX Runtime can be loaded
 * @example
 * const { text, score } = await transduce("EXAMPLE");
 */
export declare function transduce(text: string): Promise<Transduction>;
/**
 * Puts texts through the model, in order: many at once are several times faster than one after the other.
 *
 * @example
 * const [first, second] = await transduce(["EXAMPLE", "…"]);
 */
export declare function transduce(texts: readonly string[]): Promise<Transduction[]>;
