import { matmul, type Tensor } from "../../graph/index.ts";
import { attentionByScore, type ScoreDefinition } from "../attention-score.ts";

/** The score q·k of a query q and a key k (Luong 2015, eq. 8). */
export const dot: ScoreDefinition = {
  description: "the dot product of query and key (Luong 2015)",
  reads: ["sharpness"],
  needsEqualSizes: true,
  declare: (_parameters, _name, options) => attentionByScore(dotProducts, options),
};

/** Keys `[B, S, H]`, then queries `[B, Q, H]`, to their dot products `[B, Q, S]`. */
export function dotProducts(keys: Tensor): (queries: Tensor) => Tensor {
  return (queries) => matmul(queries, keys, { transposeB: true });
}
