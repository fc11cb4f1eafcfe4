import { div, expandDims, matmul, mean, reshape, type Tensor, transpose } from "../../graph/index.ts";
import { attentionWeights, mixture, paddingBias, weightsOrForced } from "../attend.ts";
import type { ScoreDefinition } from "../attention-score.ts";
import { xavierUniform } from "../initializers.ts";

/**
 * N attentions side by side (Vaswani 2017, section 3.2.2): each compares a projection of the query with one of the key,
 * D = H / N wide, and mixes its own part of the values:
 *
 *     headₙ = softmax(β · q Wₙ (k Uₙ)ᵀ / √D) vₙ
 *
 * The values come projected already, and what reads the joined heads projects them again.
 */
export const multiHead: ScoreDefinition = {
  description: "scaled dot products of projections, several side by side (Vaswani 2017)",
  reads: ["heads", "sharpness"],
  needsEqualSizes: false,
  declare(parameters, name, { heads = 4, sharpness = 1 }, { query, key, value }) {
    const queryWeight = parameters.declare(`${name}.weight_query`, [query, query], xavierUniform);
    const keyWeight = parameters.declare(`${name}.weight_key`, [key, query], xavierUniform);
    /** `[B, n, H]` → `[B, N, n, H / N]`. */
    const byHead = (x: Tensor, size: number) => {
      const [B, n] = x.shape;
      return transpose(reshape(x, [B!, n!, heads, size / heads]), [0, 2, 1, 3]);
    };
    return (keys, values, mask) => {
      const keysByHead = byHead(matmul(transpose(keys, [1, 0, 2]), keyWeight), query);
      const scaled = div(keysByHead, Math.sqrt(query / heads)); // [B, N, S, D]
      const valuesByHead = byHead(transpose(values, [1, 0, 2]), value); // [B, N, S, V / N]
      const bias = expandDims(paddingBias(mask), 1, 2); // [B, 1, 1, S]
      return (queries, { dropout, forced } = {}) => {
        const [B, Q] = queries.shape;
        const scores = matmul(byHead(matmul(queries, queryWeight), query), scaled, { transposeB: true });
        const computed = attentionWeights(scores, sharpness, bias); // [B, N, Q, S]
        const weights = weightsOrForced(
          computed,
          forced && {
            weights: expandDims(forced.weights, 1),
            isForced: expandDims(forced.isForced, 1),
          },
        );
        const mixed = mixture(weights, valuesByHead, dropout && expandDims(dropout, 1)); // [B, N, Q, V / N]
        return {
          weights: mean(weights, { axes: [1] }),
          context: reshape(transpose(mixed, [0, 2, 1, 3]), [B!, Q!, value]),
        };
      };
    };
  },
};
