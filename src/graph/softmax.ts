import { ShapeError } from "../errors.ts";
import { composite } from "./composite.ts";
import { add, exp, mul, neg, sub } from "./elementwise.ts";
import { pick, subtractPicked } from "./gather.ts";
import { applyOne } from "./node.ts";
import { sum } from "./reduce.ts";
import { expandDims } from "./reshape.ts";
import { formatShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** eˣ / Σ eˣ along the last axis. */
export function softmax(x: Tensor): Tensor {
  return applyOne({
    operator: "Softmax",
    inputs: [x],
    outputs: [x],
    attributes: { axis: -1 },
    gradient: ([dy], { outputs: [y] }) => [
      dy && mul(y!, sub(dy, sum(mul(dy, y!), { axes: [-1], keepAxes: true }))),
    ],
    lift: ([lifted]) => [softmax(lifted!)],
  });
}

/** log softmax(x) along the last axis, safe for large x. */
export function logSoftmax(x: Tensor): Tensor {
  return applyOne({
    operator: "LogSoftmax",
    inputs: [x],
    outputs: [x],
    attributes: { axis: -1 },
    gradient: ([dy], { outputs: [y] }) => [
      dy && sub(dy, mul(exp(y!), sum(dy, { axes: [-1], keepAxes: true }))),
    ],
    lift: ([lifted]) => [logSoftmax(lifted!)],
  });
}

/**
 * Cross-entropy −log softmax(logits)[target] for each row: `[…, V]`, `[…]` → `[…]`. The gradient
 * (softmax − one-hot) · dy is made without a one-hot matrix: the target's column is corrected in place.
 */
export function crossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return smoothedCrossEntropy(logits, targets, 0).loss;
}

/**
 * Cross-entropy, and the same against smoothed targets, which give each of the V tokens ε / V and the target 1 − ε more
 * (Szegedy 2016, section 7): `[…, V]`, `[…]` → `[…]` each. The gradient is (softmax − ε / V − (1 − ε) one-hot) · dy.
 * @param smoothing ε; 0: both are one tensor
 * @throws {ShapeError} where V is not a fixed size
 */
export function smoothedCrossEntropy(
  logits: Tensor,
  targets: Tensor,
  smoothing: number,
): { readonly loss: Tensor; readonly smoothed: Tensor } {
  const V = logits.dimension(-1);
  if (smoothing > 0 && typeof V !== "number") {
    throw new ShapeError(
      `smoothedCrossEntropy: ${formatShape(logits.shape)} does not tell how many tokens share`,
    );
  }
  const share = smoothing / Number(V);
  const [loss, smoothed] = composite([logits, targets], ([x, target]) => {
    const logP = logSoftmax(x!);
    const nll = neg(pick(logP, target!));
    const toAll = () => mul(sum(logP, { axes: [-1] }), -share);
    return {
      operator: "crossEntropy",
      outputs: smoothing === 0 ? [nll] : [nll, add(mul(nll, 1 - smoothing), toAll())],
      saved: [logP],
      gradient: ([dNll, dSmoothed], { inputs: [, at], saved: [logs] }) => {
        const ofTarget = total(dNll, dSmoothed && mul(dSmoothed, 1 - smoothing));
        const ofAll = total(dNll, dSmoothed);
        if (ofTarget === undefined || ofAll === undefined) return [];
        const soft = mul(exp(logs!), expandDims(ofAll, -1));
        const spread = dSmoothed === undefined ? soft : sub(soft, mul(expandDims(dSmoothed, -1), share));
        return [subtractPicked(spread, at!, ofTarget)];
      },
    };
  });
  return { loss: loss!, smoothed: smoothed ?? loss! };
}

function total(a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined {
  return a && b ? add(a, b) : (a ?? b);
}
