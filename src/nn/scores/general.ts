import { div, matmul } from "../../graph/index.ts";
import { attentionByScore, type ScoreDefinition } from "../attention-score.ts";
import { xavierUniform } from "../initializers.ts";
import { dotProducts } from "./dot.ts";

/**
 * The score q·(k W) / √D of a query q of size D and a key k (Luong 2015, eq. 8, times 1/√D). W could take the divisor
 * in, but then each of Adam's steps on its H² elements would move the scores by more than 1, and attention would freeze
 * on one position before it has learnt anything.
 */
export const general: ScoreDefinition = {
  description: "the scaled dot product of the query and the projected key (Luong 2015)",
  reads: ["sharpness"],
  needsEqualSizes: false,
  declare(parameters, name, options, { query, key }) {
    const weight = parameters.declare(`${name}.weight`, [key, query], xavierUniform);
    return attentionByScore((keys) => dotProducts(div(matmul(keys, weight), Math.sqrt(query))), options);
  },
};
