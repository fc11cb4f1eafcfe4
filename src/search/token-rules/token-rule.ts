import type { Tensor } from "../../graph/index.ts";

/**
 * A rule of search that looks back at an output's tokens and changes what may follow them, by one number. A rule is a
 * file of its own and a line in the list of `index.ts`: the options of a search, their checks, the flags of the command
 * line and the graph are made from the list. `henkan --help` reads it, too, so a rule imports operators from their own
 * files: the door of `graph/` needs packages.
 */
export type TokenRule = TokenPenalty | TokenBan;

interface Described {
  /** One line of help. */
  readonly help: string;
  /** Whether the number is whole; the least that it may be; and the one that changes nothing, the default. */
  readonly whole: boolean;
  readonly least: number;
  readonly off: number;
}

/** A rule that changes the ranks of tokens, which are log P where no penalty has changed them. */
export interface TokenPenalty extends Described {
  /**
   * @param ranks `[R, V]`
   * @param history `[R, n]` int64: the rows' tokens so far, from `<s>` on, after PAD for rules that look back further
   * @returns `[R, V]`
   */
  readonly penalize: (ranks: Tensor, history: Tensor, value: number) => Tensor;
}

/** A rule by which some tokens may not come. */
export interface TokenBan extends Described {
  /**
   * @param history as for a penalty
   * @returns `[R, n]` int64: the tokens that may not come, and PAD in place of none
   */
  readonly ban: (history: Tensor, value: number) => Tensor;
}
