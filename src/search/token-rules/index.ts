import { noRepeatNgram } from "./no-repeat-ngram.ts";
import { repetitionPenalty } from "./repetition-penalty.ts";
import type { TokenBan, TokenPenalty, TokenRule } from "./token-rule.ts";

/** The rules that look at an output's earlier tokens, by the search option that sets each; applied in this order. */
export const tokenRules = {
  /** θ: a token that an output already has is ranked by θ · log P; θ above 1 holds it back (default 1). */
  repetitionPenalty,
  /** n: no n tokens in a row occur twice in an output (default 0: they may). */
  noRepeatNgram,
} satisfies Readonly<Record<string, TokenRule>>;

type Rules = typeof tokenRules;

/** The rules of a kind. */
type NameOf<Kind extends TokenRule> = {
  [Name in keyof Rules]: Rules[Name] extends Kind ? Name : never;
}[keyof Rules];

export type PenaltyName = NameOf<TokenPenalty>;

export type BanName = NameOf<TokenBan>;

const tokenRuleNames = Object.keys(tokenRules) as (keyof Rules)[];

export const penaltyNames = tokenRuleNames.filter(
  (name): name is PenaltyName => "penalize" in tokenRules[name],
);

export const banNames = tokenRuleNames.filter((name): name is BanName => "ban" in tokenRules[name]);

/** The value of each rule in a search. */
export type TokenRuleValues = { readonly [Name in keyof Rules]: number };
