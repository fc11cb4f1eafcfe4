import { add, composite, concat, mul, sigmoid, split, sub, type Tensor, tanh } from "../../graph/index.ts";
import type { Gates } from "../cell.ts";

/**
 * The part of an LSTM after its products: from the gates i, f, o, g, `[B, 4H]` before their activations, and c `[B, H]`
 * to h' and c'. Its gradient is written by hand, so that in a scan only six products depend on the gradients that come
 * back through time. The factors in brackets are computed for all steps at once, from products that the forward step
 * makes anyway:
 *
 *     δc = ∂c' + ∂h' ∘ [o − h' ∘ tanh c']
 *     ∂i = δc ∘ [(i ∘ g)(1 − i)]    ∂f = δc ∘ [(f ∘ c)(1 − f)]    ∂c = δc ∘ f
 *     ∂o = ∂h' ∘ [h' (1 − o)]       ∂g = δc ∘ [i − (i ∘ g) g]
 */
export function lstmGates(gates: Tensor, c: Tensor): readonly Tensor[] {
  return composite([gates, c], ([allGates, before]) => {
    const { after, o, saved } = remember(allGates!, before!);
    const tanhC = tanh(after);
    const h = mul(o, tanhC);
    return {
      operator: "lstmGates",
      outputs: [h, after],
      saved: [...saved, tanhC],
      gradient: ([dh, dc], { outputs: [h1], saved: [s, g, forgotten, written, tanhC1] }) => {
        const [, , o1] = thirds(s!);
        const fromH = dh && mul(dh, sub(o1!, mul(h1!, tanhC1!)));
        const delta = fromH && dc ? add(dc, fromH) : (dc ?? fromH)!;
        const dO = dh && mul(dh, mul(h1!, sub(1, o1!)));
        return gradientOfRemember(delta, dO, [s!, g!, forgotten!, written!]);
      },
    };
  });
}

/**
 * The same part up to c', for an LSTM that computes h' from it in its own way: from the gates `[B, 4H]` and c `[B, H]`
 * to c' and the output gate o.
 */
export function lstmMemory(gates: Tensor, c: Tensor): readonly Tensor[] {
  return composite([gates, c], ([allGates, before]) => {
    const { after, o, saved } = remember(allGates!, before!);
    return {
      operator: "lstmMemory",
      outputs: [after, o],
      saved,
      gradient: ([dc, dO], { outputs: [, o1], saved: [s, g, forgotten, written] }) => {
        const fromO = dO && mul(dO, mul(o1!, sub(1, o1!)));
        return gradientOfRemember(dc!, fromO, [s!, g!, forgotten!, written!]);
      },
    };
  });
}

/** The gates i, f, o and the candidate g, from `[…, 4H]` before their activations: `[…, H]` each. */
export function lstmGateValues(gates: Tensor): Gates {
  const hidden = Number(gates.dimension(-1)) / 4;
  const [logits, candidate] = split(gates, [3 * hidden, hidden]);
  const [i, f, o] = thirds(sigmoid(logits!));
  return { i: i!, f: f!, o: o!, g: tanh(candidate!) };
}

/** c' = f ∘ c + i ∘ g, the output gate, and the values that the gradient reads: σ(i, f, o), g, f ∘ c, i ∘ g. */
function remember(gates: Tensor, c: Tensor) {
  const hidden = Number(c.dimension(-1));
  const [logits, candidate] = split(gates, [3 * hidden, hidden]);
  const squashed = sigmoid(logits!);
  const [i, f, o] = thirds(squashed);
  const g = tanh(candidate!);
  const [forgotten, written] = [mul(f!, c), mul(i!, g)];
  return { after: add(forgotten, written), o: o!, saved: [squashed, g, forgotten, written] };
}

/**
 * @param delta δc, the whole gradient of c'
 * @param dO ∂loss/∂ the output gate before its sigmoid, if any
 * @returns ∂loss/∂gates `[B, 4H]` and ∂loss/∂c
 */
function gradientOfRemember(
  delta: Tensor,
  dO: Tensor | undefined,
  [s, g, forgotten, written]: readonly [Tensor, Tensor, Tensor, Tensor],
): readonly Tensor[] {
  const [i, f] = thirds(s);
  const [notI, notF] = thirds(sub(1, s));
  const dGates = [
    mul(delta, mul(written, notI!)),
    mul(delta, mul(forgotten, notF!)),
    dO ?? mul(delta, 0),
    mul(delta, sub(i!, mul(written, g))),
  ];
  return [concat(dGates), mul(delta, f!)];
}

function thirds(x: Tensor): readonly Tensor[] {
  const third = Number(x.dimension(-1)) / 3;
  return split(x, [third, third, third]);
}
