import {
  add,
  affine,
  composite,
  concat,
  mul,
  sigmoid,
  split,
  square,
  sub,
  type Tensor,
  tanh,
} from "../graph/index.ts";
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
      return lstmGates(affine(h!, recurrent, input), c!, hidden);
    },
  };
}

/**
 * The part of an LSTM behind its products: gates `[B, 4H]` and c `[B, H]` to h' and c'. Its gradient is written by
 * hand, so that in a scan only six products hang on the gradients that come back through time; the factors
 * between brackets are computed for all steps at once:
 *
 *     δc  = ∂c' + ∂h' ∘ [o ∘ (1 − tanh² c')]
 *     ∂i  = δc ∘ [g i (1 − i)]      ∂f = δc ∘ [c f (1 − f)]
 *     ∂o  = ∂h' ∘ [tanh(c') o (1 − o)]  ∂g = δc ∘ [i (1 − g²)]      ∂c = δc ∘ f
 */
function lstmGates(gates: Tensor, c: Tensor, hidden: number): readonly Tensor[] {
  return composite([gates, c], ([allGates, before]) => {
    const [logits, candidate] = split(allGates!, [3 * hidden, hidden]);
    const squashed = sigmoid(logits!);
    const [i, f, o] = split(squashed, [hidden, hidden, hidden]);
    const g = tanh(candidate!);
    const after = add(mul(f!, before!), mul(i!, g));
    const tanhC = tanh(after);
    return {
      operator: "lstmGates",
      outputs: [mul(o!, tanhC), after],
      saved: [squashed, g, tanhC],
      gradient: ([dh, dc], { inputs: [, c0], saved: [s, g0, tc] }) => {
        const [i0, f0, o0] = split(s!, [hidden, hidden, hidden]);
        const [slopeI, slopeF, slopeO] = split(mul(s!, sub(1, s!)), [hidden, hidden, hidden]);
        const fromH = dh && mul(dh, mul(o0!, sub(1, square(tc!))));
        const delta = fromH && dc ? add(dc, fromH) : (dc ?? fromH)!;
        const dGates = [
          mul(delta, mul(g0!, slopeI!)),
          mul(delta, mul(c0!, slopeF!)),
          dh ? mul(dh, mul(tc!, slopeO!)) : mul(delta, 0),
          mul(delta, mul(i0!, sub(1, square(g0!)))),
        ];
        return [concat(dGates), mul(delta, f0!)];
      },
    };
  });
}
