import { layerNorm as normalize, type Tensor } from "../graph/index.ts";
import { type Initializer, oneInitializer } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

/**
 * Declares layer normalisation of vectors, gain ∘ (x − mean x) / √(var x + ε) + bias (Ba 2016, eq. 4). The gain starts
 * at 1.
 *
 * @param size H
 * @param bias how the bias starts (default: there is none)
 * @returns the map from `[…, H]` to `[…, H]`
 */
export function layerNorm(
  parameters: Parameters,
  name: string,
  size: number,
  bias?: Initializer,
): (x: Tensor) => Tensor {
  const gain = parameters.declare(`${name}.gain`, [size], oneInitializer);
  const offset = bias && parameters.declare(`${name}.bias`, [size], bias);
  return (x) => normalize(x, gain, offset);
}
