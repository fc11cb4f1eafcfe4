import { expandDims, type Tensor, transpose } from "../graph/index.ts";
import { attentionWeights, mixture, type PrepareAttention, paddingBias } from "./attend.ts";
import { multiHeadAttention } from "./multi-head-attention.ts";
import type { Parameters } from "./parameters.ts";
import { type Score, scoreFunction } from "./score.ts";

/** How queries are compared with keys, and how scores become weights. */
export interface AttentionOptions {
  readonly score: Score | "multi-head";
  /** N, for "multi-head". */
  readonly heads: number;
  /** β, the factor of all scores: above 1 attention is sharper, below 1 flatter. */
  readonly sharpness: number;
  /** Whether "additive" scores also depend on the attention that each position has received so far. */
  readonly coverage: boolean;
}

/** H of the decoder, whose states are the queries; H of the encoder, whose states are the keys; and of the values. */
export interface AttentionSizes {
  readonly query: number;
  readonly key: number;
  readonly value: number;
}

/**
 * Attention as query, key and value: Attention(Q, K, V) = softmax(β · score(Q, K)) V. The query is the decoder's
 * state, the keys are the encoder's states, the values are made of them too. See `scoreFunction` for the scores, and
 * `multiHeadAttention` for several attentions side by side.
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
  const { score, sharpness } = options;
  if (score === "multi-head") return multiHeadAttention(parameters, name, options, sizes);
  const scoreOf = scoreFunction(parameters, name, score, sizes, options.coverage);
  return (keys, values, mask) => {
    const byBatch = (x: Tensor) => transpose(x, [1, 0, 2]); // [B, S, …]
    const bias = expandDims(paddingBias(mask), 1); // [B, 1, S]
    const scoreAgainst = scoreOf(byBatch(keys));
    const valuesByBatch = byBatch(values);
    return (queries, { coverage, dropout } = {}) => {
      const weights = attentionWeights(scoreAgainst(queries, coverage), sharpness, bias); // [B, Q, S]
      return { weights, context: mixture(weights, valuesByBatch, dropout) };
    };
  };
}
