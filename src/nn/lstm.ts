import {
  add,
  affine,
  composite,
  concat,
  mul,
  sigmoid,
  split,
  sub,
  type Tensor,
  tanh,
} from "../graph/index.ts";
import type { Cell } from "./cell.ts";
import { drop } from "./dropout.ts";
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
    step(xs, [h, c], dropped) {
      const input = xs.reduce((sum, x, n) => affine(x, weights[n]!, sum), bias);
      return lstmGates(affine(drop(h!, dropped), recurrent, input), c!, hidden);
    },
  };
}

/**
 * The part of an LSTM behind its products: gates `[B, 4H]` and c `[B, H]` to h' and c'. Its gradient is written by
 * hand, so that in a scan only six products hang on the gradients that come back through time. The factors between
 * brackets are computed for all steps at once, from products that the forward step makes anyway:
 *
 *     δc = ∂c' + ∂h' ∘ [o − h' ∘ tanh c']
 *     ∂i = δc ∘ [(i ∘ g)(1 − i)]    ∂f = δc ∘ [(f ∘ c)(1 − f)]    ∂c = δc ∘ f
 *     ∂o = ∂h' ∘ [h' (1 − o)]       ∂g = δc ∘ [i − (i ∘ g) g]
 */
function lstmGates(gates: Tensor, c: Tensor, hidden: number): readonly Tensor[] {
  const sizes = [hidden, hidden, hidden];
  return composite([gates, c], ([allGates, before]) => {
    const [logits, candidate] = split(allGates!, [3 * hidden, hidden]);
    const squashed = sigmoid(logits!);
    const [i, f, o] = split(squashed, sizes);
    const g = tanh(candidate!);
    const [forgotten, written] = [mul(f!, before!), mul(i!, g)];
    const after = add(forgotten, written);
    const tanhC = tanh(after);
    const h = mul(o!, tanhC);
    return {
      operator: "lstmGates",
      outputs: [h, after],
      saved: [squashed, g, tanhC, forgotten, written],
      gradient: ([dh, dc], { outputs: [h1], saved: [s, g1, tanhC1, forgotten1, written1] }) => {
        const [i1, f1, o1] = split(s!, sizes);
        const [notI, notF, notO] = split(sub(1, s!), sizes);
        const fromH = dh && mul(dh, sub(o1!, mul(h1!, tanhC1!)));
        const delta = fromH && dc ? add(dc, fromH) : (dc ?? fromH)!;
        const dGates = [
          mul(delta, mul(written1!, notI!)),
          mul(delta, mul(forgotten1!, notF!)),
          dh ? mul(dh, mul(h1!, notO!)) : mul(delta, 0),
          mul(delta, sub(i1!, mul(written1!, g1!))),
        ];
        return [concat(dGates), mul(delta, f1!)];
      },
    };
  });
}
