import {
  and,
  concat,
  constant,
  equal,
  expandDims,
  expandLike,
  gather,
  greater,
  greaterOrEqual,
  less,
  minimum,
  mul,
  or,
  pickColumns,
  putColumns,
  relabel,
  reshape,
  sizesOf,
  slice,
  squeeze,
  sub,
  type Tensor,
  where,
} from "../../graph/index.ts";
import { EOS, PAD } from "../../text/index.ts";
import type { SearchNumber } from "../search-numbers.ts";
import type { SearchPlan } from "../search-plan.ts";
import { tokenRules } from "../token-rules/index.ts";
import { column } from "./grid.ts";
import { dead } from "./rank.ts";

/** What is asked of each sentence's output; what the plan does not have is absent. */
export interface Constraints {
  /** `[B, 1]` float32 each. */
  readonly numbers: Readonly<Partial<Record<SearchNumber, Tensor>>>;
  /** `[B]` int64: the maximum number of steps, `</s>` included. */
  readonly limit: Tensor;
  /** `[B]` int64: the minimum number of tokens before `</s>`. */
  readonly minimum?: Tensor;
  /** `[P, B]` int64: tokens that outputs begin with, then PAD. */
  readonly prefix?: Tensor;
  /** `[B, C, L]` int64: phrases to include, PAD behind each; all PAD for no phrase. */
  readonly include?: Tensor;
  /** `[B, X, L]` int64: phrases to exclude, PAD before each; all PAD for no phrase. */
  readonly exclude?: Tensor;
}

/** The rows of a step as the rules see them. */
export interface Situation {
  /** int64 scalar, from 0. */
  readonly step: Tensor;
  /** Gives each row the values of its sentence: `[B, …]` to `[R, …]`. */
  readonly ofSentence: (x: Tensor) => Tensor;
  /** The rows' tokens so far, `[R, n]` int64, from `<s>` on; for plans with rules that look back. */
  readonly history?: Tensor;
  /** `[R, 1]` bool: rows that may not end yet for another reason than the minimum length. */
  readonly unfinished?: Tensor;
}

/** Tokens that may come next. */
export interface Next {
  /** `[R, V]`: log P, changed by penalties; `dead` for a token that is not allowed. */
  readonly ranks: Tensor;
  /** Rows without a choice, `[R, 1]` bool; the token that each must take; its log P. No other rule applies there. */
  readonly isForced: Tensor;
  readonly forced: Tensor;
  readonly forcedLogP: Tensor;
  /** `[R, 1]` bool: rows that may not end although the limit ends them: they are lost. */
  readonly lost?: Tensor;
}

/** Whether a plan's rules look back at an output's tokens. */
export function looksBack(plan: SearchPlan): boolean {
  return plan.penalties.length > 0 || plan.bans.length > 0 || plan.exclude > 0;
}

/** Whether a plan's rules can forbid every next token. */
export function canLeaveNothing(plan: SearchPlan): boolean {
  return plan.minimum || plan.exclude > 0 || plan.bans.length > 0;
}

/** Whether a plan's penalties make ranks differ from log P. */
export function changesRanks(plan: SearchPlan): boolean {
  return plan.penalties.length > 0;
}

/**
 * The rows' tokens before the first step, `[R, n]`: `<s>`, and before it PAD for the rules that look back further.
 * @param token `[R]`: `<s>`
 */
export function startOfHistory(token: Tensor, { exclude }: SearchPlan): Tensor {
  const begin = expandDims(token, 1);
  const before = Array.from({ length: Math.max(0, exclude - 1) }, () => mul(begin, PAD));
  return relabel(concat([...before, begin]), ["R", "t"]);
}

/**
 * Applies a plan's rules to log P of every next token.
 * @param logP `[R, V]`
 */
export function applyRules(
  logP: Tensor,
  plan: SearchPlan,
  constraints: Constraints,
  situation: Situation,
): Next {
  const { history, ofSentence } = situation;
  let ranks = plan.penalties.reduce(
    (so, name) => tokenRules[name].penalize(so, history!, ofSentence(constraints.numbers[name]!)),
    logP,
  );
  const banned = [
    ...tooEarly(constraints, situation),
    ...plan.bans.map(([name, value]) => tokenRules[name].ban(history!, value)),
    ...(plan.exclude > 0
      ? [completingPhrases(history!, ofSentence(constraints.exclude!), plan.exclude)]
      : []),
  ];
  if (banned.length > 0) {
    const columns = relabel(concat(banned), ["R", "banned"]);
    ranks = putColumns(ranks, columns, expandLike(constant(dead), columns));
  }
  return { ranks, ...forcedToken(logP, constraints, situation) };
}

/** Columns to ban are `[R, n]` int64; PAD, which is never written, stands for no ban. */
function tooEarly({ minimum }: Constraints, { step, ofSentence, unfinished }: Situation): Tensor[] {
  const tooShort = minimum && less(step, ofSentence(expandDims(minimum, 1)));
  const early = tooShort && unfinished ? or(tooShort, unfinished) : (tooShort ?? unfinished);
  return early === undefined ? [] : [where(early, constant(EOS, "int64"), PAD)];
}

/** The last token of each phrase `[R, X, L]` whose other tokens are at the end of the output. */
function completingPhrases(history: Tensor, phrases: Tensor, length: number): Tensor {
  const part = (i: number) => relabel(reshape(column(phrases, i), ["R", "X"], phrases), ["R", "X"]);
  const last = part(length - 1);
  let complete: Tensor | undefined;
  for (let i = 0; i < length - 1; i++) {
    const back = length - 1 - i;
    const token = relabel(slice(history, -1, -back, back === 1 ? undefined : 1 - back), ["R", 1]);
    const fits = or(equal(part(i), PAD), equal(part(i), token));
    complete = complete === undefined ? fits : and(complete, fits);
  }
  return complete === undefined ? last : where(complete, last, PAD);
}

/** Forces `</s>` at the last step, and before it the token of the prefix. */
function forcedToken(
  logP: Tensor,
  { limit, prefix }: Constraints,
  { step, ofSentence, unfinished }: Situation,
): Omit<Next, "ranks"> {
  const isLast = greaterOrEqual(step, ofSentence(expandDims(sub(limit, 1), 1))); // [R, 1]
  const lost = unfinished && { lost: and(unfinished, isLast) };
  const end = constant(EOS, "int64");
  if (prefix === undefined) return { isForced: isLast, forced: end, forcedLogP: column(logP, EOS), ...lost };
  const begun = ofSentence(expandDims(prefixToken(prefix, step), 1));
  const forced = where(isLast, end, begun);
  return { isForced: greater(forced, PAD), forced, forcedLogP: pickColumns(logP, forced), ...lost };
}

/** The prefixes' tokens at one step, `[B]`. */
function prefixToken(prefix: Tensor, step: Tensor): Tensor {
  const length = squeeze(sizesOf(prefix, [0]), 0);
  const tokens = gather(prefix, minimum(step, sub(length, 1)));
  return where(less(step, length), tokens, PAD);
}
