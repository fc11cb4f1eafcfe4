import { add, matmul, mul, softmax, sub, type Tensor, transpose, where } from "../graph/index.ts";
import { drop } from "./dropout.ts";

/** Prepares a batch: keys `[S, B, H]`, values `[S, B, V]` and mask `[S, B]` (1 real, 0 padding). */
export type PrepareAttention = (keys: Tensor, values: Tensor, mask: Tensor) => Attend;

/** Attention over one batch of sources, of Q queries a sentence: `[B, Q, H]`. */
export type Attend = (queries: Tensor, options?: AttendOptions) => Attended;

/** Optional inputs beside the queries. */
export interface AttendOptions {
  /** `[B, Q, S]`: the attention that each position has received so far, for attention with coverage. */
  readonly coverage?: Tensor | undefined;
  /** `[B, Q, S]`: a dropout mask for the weights. */
  readonly dropout?: Tensor | undefined;
  /** Weights that take the place of the computed ones, to see what they would change. */
  readonly forced?: ForcedWeights | undefined;
}

/** Weights for some of the queries; with several heads, they are the same for each. */
export interface ForcedWeights {
  /** `[B, Q, S]`; read where `isForced`. */
  readonly weights: Tensor;
  /** `[B, Q, 1]` bool. */
  readonly isForced: Tensor;
}

/** The result of attention: its weights, and the values averaged with them. */
export interface Attended {
  /** `[B, Q, S]`; rows add up to 1, padding gets exactly 0. With several heads, their mean. */
  readonly weights: Tensor;
  /** `[B, Q, V]` for values of size V. */
  readonly context: Tensor;
}

/** Added to scores, it removes attention from padding: −10⁹ there, 0 elsewhere; `[S, B]` → `[B, S]`. */
export function paddingBias(mask: Tensor): Tensor {
  return mul(sub(transpose(mask), 1), 1e9);
}

/** softmax(β · scores), without padding: `[…, S]`. */
export function attentionWeights(scores: Tensor, sharpness: number, bias: Tensor): Tensor {
  return softmax(add(sharpness === 1 ? scores : mul(scores, sharpness), bias));
}

/** The computed weights, but for the queries whose weights are forced: `[B, Q, S]`. */
export function weightsOrForced(computed: Tensor, forced: ForcedWeights | undefined): Tensor {
  return forced === undefined ? computed : where(forced.isForced, forced.weights, computed);
}

/** The values averaged with the weights: `[…, Q, S] · […, S, V]`. */
export function mixture(weights: Tensor, values: Tensor, dropout: Tensor | undefined): Tensor {
  return matmul(drop(weights, dropout), values);
}
