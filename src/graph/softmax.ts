import { composite } from "./composite.ts";
import { exp, mul, neg, sub } from "./elementwise.ts";
import { pick, subtractPicked } from "./gather.ts";
import { applyOne } from "./node.ts";
import { sum } from "./reduce.ts";
import { expandDims } from "./reshape.ts";
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
  const [loss] = composite([logits, targets], ([x, target]) => {
    const logProbabilities = logSoftmax(x!);
    return {
      operator: "crossEntropy",
      outputs: [neg(pick(logProbabilities, target!))],
      saved: [logProbabilities],
      gradient: ([dy], { inputs: [, at], saved: [logP] }) => [
        dy && subtractPicked(mul(exp(logP!), expandDims(dy, -1)), at!, dy),
      ],
    };
  });
  return loss!;
}
