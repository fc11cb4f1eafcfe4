import { mul, slice } from "../../graph/index.ts";
import { attentionByScore, type ScoreDefinition } from "../attention-score.ts";

/** The score 0 of every query and key: the weights are all alike, and the context is the mean of all values. */
export const uniform: ScoreDefinition = {
  description: "no comparison at all, a control",
  reads: [],
  needsEqualSizes: false,
  // [B, Q, 1], which padding's bias stretches
  declare: () => attentionByScore(() => (queries) => mul(slice(queries, -1, 0, 1), 0), {}),
};
