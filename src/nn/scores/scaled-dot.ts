import { div } from "../../graph/index.ts";
import { attentionByScore, type ScoreDefinition } from "../attention-score.ts";
import { dotProducts } from "./dot.ts";

/** The score q·k / √D of a query q of size D and a key k (Vaswani 2017, eq. 1). */
export const scaledDot: ScoreDefinition = {
  description: "the dot product over the square root of its size (Vaswani 2017)",
  reads: ["sharpness"],
  needsEqualSizes: true,
  declare: (_parameters, _name, options, { query }) =>
    attentionByScore((keys) => dotProducts(div(keys, Math.sqrt(query))), options),
};
