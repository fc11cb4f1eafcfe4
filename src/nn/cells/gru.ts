import { add, affine, mul, sigmoid, split, sub, type Tensor, tanh } from "../../graph/index.ts";
import type { Cell, CellDefinition, CellInitialization, Gates } from "../cell.ts";
import { drop } from "../dropout.ts";
import { recurrentGates, zeroInitializer } from "../initializers.ts";
import { inputProduct } from "../input-product.ts";
import type { Parameters } from "../parameters.ts";

/**
 * Gated recurrent unit (Cho 2014), with the reset gate applied after the recurrent product, so that one product
 * serves all gates:
 *
 *     z, r = σ(x W + h U + b)              update and reset gate
 *     n    = tanh(x W + b + r ∘ (h U + d)) candidate
 *     h'   = n + z ∘ (h − n)
 */
export const gru: CellDefinition = {
  label: "GRU",
  description: "gated recurrent unit (Cho 2014), three quarters of an LSTM's size",
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
  const product = inputProduct(parameters, name, inputs, 3, hidden);
  const bias = parameters.declare(`${name}.bias`, [3 * hidden], zeroInitializer);
  const recurrent = parameters.declare(`${name}.weight_h`, [hidden, 3 * hidden], recurrentGates(kind, 3));
  const recurrentBias = parameters.declare(`${name}.bias_h`, [3 * hidden], zeroInitializer);
  const productsOf = (xs: readonly Tensor[], h: Tensor) =>
    [gruParts(product(xs, bias), hidden), gruParts(affine(h, recurrent, recurrentBias), hidden)] as const;
  return {
    states: 1,
    step(xs, [h], dropped) {
      const after = gruGates(...productsOf(xs, drop(h!, dropped)), h!);
      return { output: after, states: [after] };
    },
    gates: (xs, [h]) => gruGateValues(...productsOf(xs, h!)),
  };
}

/** The parts of a product for the gates z and r, `[B, 2H]`, and for the candidate n, `[B, H]`. */
export interface GruParts {
  readonly gates: Tensor;
  readonly candidate: Tensor;
}

/** Splits a product `[B, 3H]`. */
export function gruParts(product: Tensor, hidden: number): GruParts {
  const [gates, candidate] = split(product, [2 * hidden, hidden]);
  return { gates: gates!, candidate: candidate! };
}

/** The gates z and r and the candidate n of a GRU, from its products with the input and with the state. */
export function gruGateValues(fromInput: GruParts, fromState: GruParts): Gates & { z: Tensor; n: Tensor } {
  const hidden = Number(fromInput.candidate.dimension(-1));
  const [z, r] = split(sigmoid(add(fromInput.gates, fromState.gates)), [hidden, hidden]);
  const n = tanh(add(fromInput.candidate, mul(r!, fromState.candidate)));
  return { z: z!, r: r!, n };
}

/** The part of a GRU after its products with the input and with the state h. Gives h', `[B, H]`. */
export function gruGates(fromInput: GruParts, fromState: GruParts, h: Tensor): Tensor {
  const { z, n } = gruGateValues(fromInput, fromState);
  return add(n, mul(z, sub(h, n)));
}
