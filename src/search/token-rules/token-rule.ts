import type { Tensor } from "../../graph/index.ts";

/**
 * A search rule that looks back at an output's tokens and changes what may follow them; one number sets it. Each rule
 * has its own file and a line in the list of `index.ts`: the search options, their checks, the command-line flags and
 * the graph are made from the list. `henkan --help` reads it too, so a rule imports operators from their own files:
 * `graph/index.ts` needs packages.
 */
export type TokenRule = TokenPenalty | TokenBan;

interface Described {
  /** One line of help. */
  readonly help: string;
  /** Whether the number is whole; its minimum, its maximum (default: none); and the default, which changes nothing. */
  readonly whole: boolean;
  readonly least: number;
  readonly most?: number;
  readonly off: number;
}

/** A rule that changes the ranks of tokens, which are log P until a penalty changes them. */
export interface TokenPenalty extends Described {
  /**
   * @param ranks `[R, V]`
   * @param history `[R, n]` int64: the rows' tokens so far, from `<s>` on, after PAD for rules that look back further
   * @param value `[R, 1]`: the rows' numbers
   * @returns `[R, V]`
   */
  readonly penalize: (ranks: Tensor, history: Tensor, value: Tensor) => Tensor;
}

/** A rule that forbids some next tokens. */
export interface TokenBan extends Described {
  /**
   * @param history as for a penalty
   * @returns `[R, n]` int64: the forbidden tokens; PAD stands for none
   */
  readonly ban: (history: Tensor, value: number) => Tensor;
}
