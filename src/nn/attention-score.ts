import { expandDims, type Tensor, transpose } from "../graph/index.ts";
import { attentionWeights, mixture, type PrepareAttention, paddingBias, weightsOrForced } from "./attend.ts";
import type { Parameters } from "./parameters.ts";

/** What becomes of scores. A score has no effect of the settings that it does not read. */
export interface ScoreOptions {
  /** N, the number of heads. Default: 4. */
  readonly heads?: number | undefined;
  /** β, what scores are multiplied by: above 1 attention is sharper, below 1 flatter. Default: 1. */
  readonly sharpness?: number | undefined;
  /** Whether scores also read the attention that each position has had. Default: false. */
  readonly coverage?: boolean | undefined;
}

/** H of the decoder, whose states are the queries; H of the encoder, whose states are the keys; and of the values. */
export interface AttentionSizes {
  readonly query: number;
  readonly key: number;
  readonly value: number;
}

/** A way to compare queries with keys: its description, which settings it reads, and how attention by it is declared. */
export interface ScoreDefinition {
  /** One phrase with its source, for help and pages. */
  readonly description: string;
  /** The settings that have an effect on it; the others are refused. */
  readonly reads: readonly (keyof ScoreOptions)[];
  /** Whether queries and keys must have the same size. */
  readonly needsEqualSizes: boolean;
  declare(
    parameters: Parameters,
    name: string,
    options: ScoreOptions,
    sizes: AttentionSizes,
  ): PrepareAttention;
}

/** Scores `[B, Q, S]` of queries `[B, Q, H]`; with coverage, `[B, Q, S]`, of what each position has had. */
type ScoreAgainst = (queries: Tensor, coverage?: Tensor) => Tensor;

/** From keys `[B, S, H]` to the scores of queries against them. */
type ScoreFunction = (keys: Tensor) => ScoreAgainst;

/** Attention that mixes values by one score for each query and key. */
export function attentionByScore(scoreOf: ScoreFunction, { sharpness = 1 }: ScoreOptions): PrepareAttention {
  return (keys, values, mask) => {
    const byBatch = (x: Tensor) => transpose(x, [1, 0, 2]); // [B, S, …]
    const bias = expandDims(paddingBias(mask), 1); // [B, 1, S]
    const scoreAgainst = scoreOf(byBatch(keys));
    const valuesByBatch = byBatch(values);
    return (queries, { coverage, dropout, forced } = {}) => {
      const computed = attentionWeights(scoreAgainst(queries, coverage), sharpness, bias); // [B, Q, S]
      const weights = weightsOrForced(computed, forced);
      return { weights, context: mixture(weights, valuesByBatch, dropout) };
    };
  };
}
