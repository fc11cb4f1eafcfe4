import { add, affine, mul, sigmoid, split, tanh } from "../graph/index.ts";
import type { Cell } from "./cell.ts";
import { xavierGates } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

/**
 * Long short-term memory (Hochreiter 1997, with the forget gate of Gers 2000):
 *
 *     i, f, o = σ(x W + h U + b)    input, forget and output gate
 *     g       = tanh(x W + h U + b) candidate
 *     c'      = f ∘ c + i ∘ g
 *     h'      = o ∘ tanh(c')
 *
 * The gates stand side by side in that order. The forget gate's bias starts at 1 (Jozefowicz 2015).
 */
export function lstm(parameters: Parameters, name: string, inputs: readonly number[], hidden: number): Cell {
  const weights = inputs.map((size, n) =>
    parameters.declare(`${name}.weight_x${n}`, [size, 4 * hidden], xavierGates(4)),
  );
  const recurrent = parameters.declare(`${name}.weight_h`, [hidden, 4 * hidden], xavierGates(4));
  const bias = parameters.declare(`${name}.bias`, [4 * hidden], (values) => {
    values.fill(0).fill(1, hidden, 2 * hidden);
  });
  return {
    states: 2,
    step(xs, [h, c]) {
      const input = xs.reduce((sum, x, n) => affine(x, weights[n]!, sum), bias);
      const gates = affine(h!, recurrent, input); // [B, 4H]
      const [squashed, candidate] = split(gates, [3 * hidden, hidden]);
      const [i, f, o] = split(sigmoid(squashed!), [hidden, hidden, hidden]);
      const nextC = add(mul(f!, c!), mul(i!, tanh(candidate!)));
      return [mul(o!, tanh(nextC)), nextC];
    },
  };
}
