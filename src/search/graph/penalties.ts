import {
  add,
  cast,
  div,
  expandLike,
  log,
  maximum,
  minimum,
  mul,
  pow,
  sum,
  type Tensor,
  zerosLike,
} from "../../graph/index.ts";
import type { SearchOptions } from "../options.ts";

/**
 * The divisor of log P for outputs of n tokens, `</s>` counted: n, or ((5 + n) / 6)^α (Wu 2016, eq. 14). It does
 * not fall as n grows.
 * @param length int64
 * @param alpha α, of a shape that broadcasts with that of `length`; none for n
 */
export function lengthPenalty(length: Tensor, alpha: Tensor | undefined): Tensor {
  const n = cast(length, "float32");
  if (alpha === undefined) return n;
  // ONNX Runtime squares by another rule where one exponent serves a whole row: each has its own, in any batch.
  const base = add(div(add(n, 5), 6), zerosLike(alpha));
  return pow(base, expandLike(alpha, base));
}

/** `lengthPenalty` of one number. */
export function lengthPenaltyOf(n: number, alpha: Required<SearchOptions>["lengthPenalty"]): number {
  return alpha === "average" ? n : ((5 + n) / 6) ** alpha;
}

/**
 * β Σₛ log min(1, Σₜ attention): 0 where each source position was attended to in full (Wu 2016, eq. 14).
 * @param coverage attention summed over an output's steps, `[B, K, S]`
 * @param mask 1 for a source token, 0 for padding, `[B, 1, S]`
 * @param beta β, `[B, 1]`
 * @returns `[B, K]`, at most 0
 */
export function coveragePenalty(coverage: Tensor, mask: Tensor, beta: Tensor): Tensor {
  const missing = log(minimum(maximum(coverage, 1e-10), 1));
  return mul(sum(mul(missing, mask), { axes: [-1] }), beta);
}
