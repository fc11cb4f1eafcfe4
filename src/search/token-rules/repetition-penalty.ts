import { greater, mul, where } from "../../graph/elementwise.ts";
import { pickColumns, putColumns } from "../../graph/gather.ts";
import { alive } from "../graph/rank.ts";
import type { TokenPenalty } from "./token-rule.ts";

/** A token that an output has already is ranked by θ · log P: above 1 it is held back (Keskar 2019, section 4.1). */
export const repetitionPenalty: TokenPenalty = {
  help: "above 1 holds tokens back that an output has already (default: 1)",
  whole: false,
  least: 0,
  off: 1,
  penalize(ranks, history, value) {
    const known = pickColumns(ranks, history); // `<s>` among them, which stays what never comes
    return putColumns(ranks, history, where(greater(known, alive), mul(known, value), known));
  },
};
