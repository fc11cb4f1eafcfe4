import { add, affine, mul, sigmoid, split, sub, tanh } from "../graph/index.ts";
import type { Cell } from "./cell.ts";
import { drop } from "./dropout.ts";
import { xavierGates, zeroInitializer } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

/**
 * Gated recurrent unit (Cho 2014), with the reset gate behind the recurrent product, so that one product serves
 * all gates:
 *
 *     z, r = σ(x W + h U + b)           update and reset gate
 *     n    = tanh(x W + b + r ∘ (h U + d)) candidate
 *     h'   = n + z ∘ (h − n)
 */
export function gru(parameters: Parameters, name: string, inputs: readonly number[], hidden: number): Cell {
  const weights = inputs.map((size, n) =>
    parameters.declare(`${name}.weight_x${n}`, [size, 3 * hidden], xavierGates(3)),
  );
  const bias = parameters.declare(`${name}.bias`, [3 * hidden], zeroInitializer);
  const recurrent = parameters.declare(`${name}.weight_h`, [hidden, 3 * hidden], xavierGates(3));
  const recurrentBias = parameters.declare(`${name}.bias_h`, [3 * hidden], zeroInitializer);
  return {
    states: 1,
    step(xs, [h], dropped) {
      const input = xs.reduce((sum, x, n) => affine(x, weights[n]!, sum), bias);
      const [inputGates, inputCandidate] = split(input, [2 * hidden, hidden]);
      const [stateGates, stateCandidate] = split(affine(drop(h!, dropped), recurrent, recurrentBias), [
        2 * hidden,
        hidden,
      ]);
      const [z, r] = split(sigmoid(add(inputGates!, stateGates!)), [hidden, hidden]);
      const candidate = tanh(add(inputCandidate!, mul(r!, stateCandidate!)));
      return [add(candidate, mul(z!, sub(h!, candidate)))];
    },
  };
}
