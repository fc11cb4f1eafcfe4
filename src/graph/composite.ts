import { apply, type GradientRule } from "./node.ts";
import type { Tensor } from "./tensor.ts";

/** The parts of a composite operator. */
export interface Composite {
  /** The name in error messages. */
  readonly operator: string;
  /** The operator's outputs. */
  readonly outputs: readonly Tensor[];
  /** Inner values that the gradient rule reads. */
  readonly saved?: readonly Tensor[];
  readonly gradient: GradientRule;
}

/**
 * Makes one operator of several, for a gradient that is cheaper or safer than the chain rule's: softmax with
 * cross-entropy, the gates of an LSTM. `build` is called with the inputs, and again with stacked inputs
 * `[T, …]` if the operator leaves a scan, so it must count axes from the end.
 */
export function composite(
  inputs: readonly Tensor[],
  build: (inputs: readonly Tensor[]) => Composite,
): readonly Tensor[] {
  const { operator, outputs, saved = [], gradient } = build(inputs);
  return apply({
    operator,
    inputs,
    outputs: outputs.map(({ shape, dtype }) => ({ shape, dtype })),
    inner: outputs,
    saved,
    gradient,
    lift: (lifted) => composite(lifted, build),
  });
}
