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
} from "../../graph/index.ts";
import type { Cell, CellDefinition } from "../cell.ts";
import { zeroInitializer } from "../initializers.ts";
import { inputProduct } from "../input-product.ts";
import type { Parameters } from "../parameters.ts";

/**
 * Simpler simple recurrent unit (Kim 2019). No product depends on the state: the products with the input are computed
 * before the recurrence, and only elementwise operators stay inside it.
 *
 *     f  = σ(x W + b)                forget gate
 *     c' = f ∘ c + (1 − f) ∘ (x V)
 *     h' = ReLU(c')
 *
 * W and V are stored side by side, in that order.
 */
export const ssru: CellDefinition = {
  label: "SSRU",
  description:
    "simpler simple recurrent unit (Kim 2019), the smallest and fastest: no product depends on the step before",
  reads: [],
  declare,
};

function declare(parameters: Parameters, name: string, inputs: readonly number[], hidden: number): Cell {
  const product = inputProduct(parameters, name, inputs, 2, hidden);
  const forgetBias = parameters.declare(`${name}.bias`, [hidden], zeroInitializer);
  const bias = concat([forgetBias, zeros([hidden], forgetBias)]);
  return {
    states: 1,
    step(xs, [c]) {
      const [logits, candidate] = split(product(xs, bias), [hidden, hidden]);
      const [output, memory] = mix(logits!, candidate!, c!);
      return { output: output!, states: [memory!] };
    },
    gates(xs) {
      const [logits, candidate] = split(product(xs, bias), [hidden, hidden]);
      return { f: sigmoid(logits!), n: candidate! };
    },
  };
}

/**
 * The part of an SSRU after its products: f before its sigmoid, the candidate n = x V and c, `[B, H]` each, to h'
 * and c'. Its gradient is written by hand. The factors in brackets are computed for all steps at once:
 *
 *     δc = ∂c' + ∂h' ∘ [c' > 0]    ∂f = δc ∘ [f (1 − f)(c − n)]    ∂n = δc ∘ [1 − f]    ∂c = δc ∘ f
 */
function mix(logits: Tensor, candidate: Tensor, c: Tensor): readonly Tensor[] {
  return composite([logits, candidate, c], ([logit, n, before]) => {
    const f = sigmoid(logit!);
    const memory = add(mul(f, before!), mul(sub(1, f), n!));
    return {
      operator: "ssru",
      outputs: [relu(memory), memory],
      saved: [f],
      gradient: ([dh, dc], { inputs: [, n1, before1], outputs: [, memory1], saved: [f1] }) => {
        const notF = sub(1, f1!);
        const fromH = dh && mul(dh, cast(greater(memory1!, 0), "float32"));
        const delta = fromH && dc ? add(dc, fromH) : (dc ?? fromH)!;
        const toGate = mul(mul(f1!, notF), sub(before1!, n1!));
        return [mul(delta, toGate), mul(delta, notF), mul(delta, f1!)];
      },
    };
  });
}
