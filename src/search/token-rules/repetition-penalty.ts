import { greater, mul, where } from "../../graph/elementwise.ts";
import { pickColumns, putColumns } from "../../graph/gather.ts";
import { alive } from "../graph/rank.ts";
import type { TokenPenalty } from "./token-rule.ts";

/** A token that an output already has is ranked by θ · log P: θ above 1 holds it back (Keskar 2019, section 4.1). */
export const repetitionPenalty: TokenPenalty = {
  help: "above 1 holds tokens back that an output has already (default: 1)",
  whole: false,
  least: 0,
  off: 1,
  penalize(ranks, history, value) {
    const known = pickColumns(ranks, history); // `<s>` among them, which is never written and stays so
    return putColumns(ranks, history, where(greater(known, alive), mul(known, value), known));
  },
};
