import { add, cast, div, exp, log, maximum, minimum, mul, sum, type Tensor } from "../../graph/index.ts";
import type { SearchPlan } from "../options.ts";

/**
 * The divisor of log P for outputs of n tokens, `</s>` counted: n, or ((5 + n) / 6)^α (Wu 2016, eq. 14). It does
 * not fall as n grows.
 * @param length int64, any shape
 */
export function lengthPenalty(
  length: Tensor,
  { lengthPenalty: kind }: Pick<SearchPlan, "lengthPenalty">,
): Tensor {
  const n = cast(length, "float32");
  if (kind === "average") return n;
  const base = div(add(n, 5), 6);
  return kind === 1 ? base : exp(mul(log(base), kind));
}

/** `lengthPenalty` of one number. */
export function lengthPenaltyOf(n: number, kind: SearchPlan["lengthPenalty"]): number {
  return kind === "average" ? n : ((5 + n) / 6) ** kind;
}

/**
 * β Σₛ log min(1, Σₜ attention): 0 where each source position was attended to in full (Wu 2016, eq. 14).
 * @param coverage attention summed over an output's steps, `[…, S]`
 * @param mask 1 for a source token, 0 for padding, of a shape that broadcasts to that of `coverage`
 * @returns `[…]`, at most 0
 */
export function coveragePenalty(
  coverage: Tensor,
  mask: Tensor,
  { coveragePenalty: beta }: SearchPlan,
): Tensor {
  const missing = log(minimum(maximum(coverage, 1e-10), 1));
  return mul(sum(mul(missing, mask), { axes: [-1] }), beta);
}
