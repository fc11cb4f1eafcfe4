import { applyOne } from "./node.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The same tensor, through which no gradient flows: the loss counts as constant in what it was computed from. No
 * operator is added.
 */
export function stopGradient(x: Tensor): Tensor {
  return applyOne({
    operator: "stopGradient",
    inputs: [x],
    outputs: [{ shape: x.shape, dtype: x.dtype }],
    inner: [x],
    gradient: "stopped",
    lift: ([lifted]) => [stopGradient(lifted!)],
  });
}
