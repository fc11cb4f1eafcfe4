import { add, affine, mul, sigmoid, split, sub, type Tensor, tanh } from "../../graph/index.ts";
import type { Cell, CellDefinition, CellInitialization } from "../cell.ts";
import { drop } from "../dropout.ts";
import { recurrentGates, zeroInitializer } from "../initializers.ts";
import { inputProduct } from "../input-product.ts";
import type { Parameters } from "../parameters.ts";

/**
 * Minimal gated unit (Zhou 2016), with the gate applied after the recurrent product, so that one product serves both:
 *
 *     f  = σ(x W + h U + b)          forget gate
 *     n  = tanh(x V + b + f ∘ (h Z)) candidate
 *     h' = h + f ∘ (n − h)
 *
 * W and V, and U and Z, are stored side by side.
 */
export const mgu: CellDefinition = {
  label: "MGU",
  description: "minimal gated unit (Zhou 2016), half an LSTM's size",
  reads: ["recurrentDropout", "recurrent"],
  declare,
};

function declare(
  parameters: Parameters,
  name: string,
  inputs: readonly number[],
  hidden: number,
  { recurrent: kind = "xavier" }: CellInitialization,
): Cell {
  const product = inputProduct(parameters, name, inputs, 2, hidden);
  const bias = parameters.declare(`${name}.bias`, [2 * hidden], zeroInitializer);
  const recurrent = parameters.declare(`${name}.weight_h`, [hidden, 2 * hidden], recurrentGates(kind, 2));
  const recurrentBias = parameters.declare(`${name}.bias_h`, [2 * hidden], zeroInitializer);
  const parts = (x: Tensor) => split(x, [hidden, hidden]) as [Tensor, Tensor];
  return {
    states: 1,
    step(xs, [h], dropped) {
      const [gateOfInput, candidateOfInput] = parts(product(xs, bias));
      const [gateOfState, candidateOfState] = parts(affine(drop(h!, dropped), recurrent, recurrentBias));
      const f = sigmoid(add(gateOfInput, gateOfState));
      const candidate = tanh(add(candidateOfInput, mul(f, candidateOfState)));
      const after = add(h!, mul(f, sub(candidate, h!)));
      return { output: after, states: [after] };
    },
  };
}
