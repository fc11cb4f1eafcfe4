import {
  add,
  cast,
  composite,
  concat,
  greater,
  mul,
  relu,
  sigmoid,
  split,
  sub,
  type Tensor,
  zeros,
} from "../graph/index.ts";
import type { Cell } from "./cell.ts";
import { zeroInitializer } from "./initializers.ts";
import { inputProduct } from "./input-product.ts";
import type { Parameters } from "./parameters.ts";

/**
 * Simpler simple recurrent unit (Kim 2019, eqs. 3 to 5): no product hangs on the state, so that those with the input
 * leave the recurrence, and what stays is elementwise.
 *
 *     f  = σ(x W + b)                forget gate
 *     c' = f ∘ c + (1 − f) ∘ (x V)
 *     h' = ReLU(c')
 *
 * W and V stand side by side in that order.
 */
export function ssru(parameters: Parameters, name: string, inputs: readonly number[], hidden: number): Cell {
  const product = inputProduct(parameters, name, inputs, 2, hidden);
  const forgetBias = parameters.declare(`${name}.bias`, [hidden], zeroInitializer);
  const bias = concat([forgetBias, zeros([hidden], forgetBias)]);
  return {
    states: 1,
    step(xs, [c]) {
      const [output, after] = ssruGates(product(xs, bias), c!);
      return { output: output!, states: [after!] };
    },
  };
}

/**
 * The part of an SSRU behind its product: f before its squashing beside the candidate n = x V, `[B, 2H]`, and c
 * `[B, H]` to h' and c'. Its gradient is written by hand; the factors between brackets are computed for all steps at
 * once:
 *
 *     δc = ∂c' + ∂h' ∘ [c' > 0]    ∂f = δc ∘ [f (1 − f)(c − n)]    ∂n = δc ∘ [1 − f]    ∂c = δc ∘ f
 */
function ssruGates(gates: Tensor, c: Tensor): readonly Tensor[] {
  const hidden = Number(c.dimension(-1));
  return composite([gates, c], ([both, before]) => {
    const [logits, candidate] = split(both!, [hidden, hidden]);
    const f = sigmoid(logits!);
    const after = add(mul(f, before!), mul(sub(1, f), candidate!));
    return {
      operator: "ssruGates",
      outputs: [relu(after), after],
      saved: [f],
      gradient: ([dh, dc], { inputs: [both1, before1], outputs: [, after1], saved: [f1] }) => {
        const [, candidate1] = split(both1!, [hidden, hidden]);
        const notF = sub(1, f1!);
        const fromH = dh && mul(dh, cast(greater(after1!, 0), "float32"));
        const delta = fromH && dc ? add(dc, fromH) : (dc ?? fromH)!;
        const dF = mul(delta, mul(mul(f1!, notF), sub(before1!, candidate1!)));
        return [concat([dF, mul(delta, notF)]), mul(delta, f1!)];
      },
    };
  });
}
