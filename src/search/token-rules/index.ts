import { noRepeatNgram } from "./no-repeat-ngram.ts";
import { repetitionPenalty } from "./repetition-penalty.ts";
import type { TokenRule } from "./token-rule.ts";

/** The rules that look at an output's earlier tokens, by the search option that sets each; applied in this order. */
export const tokenRules = {
  /** θ: a token that an output already has is ranked by θ · log P; θ above 1 holds it back (default 1). */
  repetitionPenalty,
  /** n: no n tokens in a row occur twice in an output (default 0: they may). */
  noRepeatNgram,
} satisfies Readonly<Record<string, TokenRule>>;

export type TokenRuleName = keyof typeof tokenRules;

export const tokenRuleNames = Object.keys(tokenRules) as TokenRuleName[];

/** The value of each rule in a search. */
export type TokenRuleValues = { readonly [Name in keyof typeof tokenRules]: number };

/** The rules that change something, with their values. */
export function activeRules(values: TokenRuleValues): (readonly [rule: TokenRule, value: number])[] {
  return tokenRuleNames.flatMap((name) => {
    const [rule, value] = [tokenRules[name], values[name]];
    return value === rule.off ? [] : [[rule, value] as const];
  });
}
