import type { PrepareAttention } from "./attend.ts";
import type { AttentionSizes, ScoreDefinition, ScoreOptions } from "./attention-score.ts";
import type { Parameters } from "./parameters.ts";
import { additive } from "./scores/additive.ts";
import { dot } from "./scores/dot.ts";
import { general } from "./scores/general.ts";
import { multiHead } from "./scores/multi-head.ts";
import { scaledDot } from "./scores/scaled-dot.ts";
import { uniform } from "./scores/uniform.ts";

/** The scores of attention: the schema, its rules, help, pages and drawn test models are made from this list. */
export const attentionScores = {
  dot,
  "scaled-dot": scaledDot,
  general,
  additive,
  "multi-head": multiHead,
  uniform,
} as const satisfies Readonly<Record<string, ScoreDefinition>>;

export type AttentionScore = keyof typeof attentionScores;

/** How queries are compared with keys, and how scores become weights. */
export interface AttentionOptions extends ScoreOptions {
  readonly score: AttentionScore;
}

/**
 * Attention as query, key and value: Attention(Q, K, V) = softmax(β · score(Q, K)) V. The query is the decoder's
 * state, the keys are the encoder's states, the values are made of them too.
 *
 * @param name stands before its parameters' names
 * @returns a function of keys `[S, B, H]`, values `[S, B, V]` and their mask `[S, B]`. It prepares a batch and returns a
 *   function of queries `[B, Q, H]`, which gives `weights` `[B, Q, S]` and `context` `[B, Q, V]`
 */
export function attention(
  parameters: Parameters,
  name: string,
  options: AttentionOptions,
  sizes: AttentionSizes,
): PrepareAttention {
  return attentionScores[options.score].declare(parameters, name, options, sizes);
}
