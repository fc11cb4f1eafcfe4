import { add, div, mul, sqrt, sum, type Tensor } from "../../graph/index.ts";
import { attentionByScore, type ScoreDefinition } from "../attention-score.ts";
import { dotProducts } from "./dot.ts";

/** The cosine of the angle between query and key (Graves 2014, eq. 6), which sharpness makes sharper. */
export const cosine: ScoreDefinition = {
  description: "the cosine of the angle between query and key (Graves 2014)",
  reads: ["sharpness"],
  needsEqualSizes: true,
  declare: (_parameters, _name, options) =>
    attentionByScore((keys) => {
      const against = dotProducts(ofUnitLength(keys));
      return (queries) => against(ofUnitLength(queries));
    }, options),
};

function ofUnitLength(x: Tensor): Tensor {
  return div(x, sqrt(add(sum(mul(x, x), { axes: [-1], keepAxes: true }), 1e-12))); // a first state may be all zeros
}
