import { affine } from "../../graph/index.ts";
import type { Cell, CellDefinition, CellInitialization } from "../cell.ts";
import { drop } from "../dropout.ts";
import { type Initializer, recurrentGates } from "../initializers.ts";
import { inputProduct } from "../input-product.ts";
import type { Parameters } from "../parameters.ts";
import { lstmGates, lstmGateValues } from "./lstm-gates.ts";

/**
 * Long short-term memory (Hochreiter 1997, with the forget gate of Gers 2000):
 *
 *     i, f, o = σ(x W + h U + b)    input, forget and output gate
 *     g       = tanh(x W + h U + b) candidate
 *     c'      = f ∘ c + i ∘ g
 *     h'      = o ∘ tanh(c')
 *
 * The gates are stored side by side, in that order.
 */
export const lstm: CellDefinition = {
  label: "LSTM",
  description: "long short-term memory (Hochreiter 1997)",
  reads: ["recurrentDropout", "recurrent", "forgetBias"],
  declare,
};

function declare(
  parameters: Parameters,
  name: string,
  inputs: readonly number[],
  hidden: number,
  { recurrent: kind = "xavier", forgetBias = 1 }: CellInitialization,
): Cell {
  const product = inputProduct(parameters, name, inputs, 4, hidden);
  const recurrent = parameters.declare(`${name}.weight_h`, [hidden, 4 * hidden], recurrentGates(kind, 4));
  const bias = parameters.declare(`${name}.bias`, [4 * hidden], lstmBias(forgetBias));
  return {
    states: 2,
    step(xs, [h, c], dropped) {
      const [output, memory] = lstmGates(affine(drop(h!, dropped), recurrent, product(xs, bias)), c!);
      return { output: output!, states: [output!, memory!] };
    },
    gates: (xs, [h]) => lstmGateValues(affine(h!, recurrent, product(xs, bias))),
  };
}

/** For the bias of an LSTM's gates, `[4H]`: 0, except for the forget gate's. */
export function lstmBias(forget: number): Initializer {
  return (values) => {
    const hidden = values.length / 4;
    values.fill(0).fill(forget, hidden, 2 * hidden);
  };
}
