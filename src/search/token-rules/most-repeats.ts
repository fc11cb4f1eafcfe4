import { cast, equal, greaterOrEqual, where } from "../../graph/elementwise.ts";
import { sum } from "../../graph/reduce.ts";
import { expandDims } from "../../graph/reshape.ts";
import { PAD } from "../../text/vocabulary.ts";
import type { TokenBan } from "./token-rule.ts";

/** No token occurs more than n times in an output. */
export const mostRepeats: TokenBan = {
  help: "no token occurs more than n times",
  whole: true,
  least: 0,
  off: 0,
  ban(history, n) {
    const same = equal(expandDims(history, 2), expandDims(history, 1)); // [R, n, n]
    const count = sum(cast(same, "int64"), { axes: [-1] });
    return where(greaterOrEqual(count, n), history, PAD);
  },
};
