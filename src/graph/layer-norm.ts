import { ShapeError } from "../errors.ts";
import { mul, sub } from "./elementwise.ts";
import { apply } from "./node.ts";
import { mean, sumTo } from "./reduce.ts";
import { formatShape, sameShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Layer normalisation over the last axis (Ba 2016, eqs. 3 and 4), with ONNX's ε = 10⁻⁵:
 *
 *     y = g ∘ x̂ + b,  x̂ = (x − mean x) / √(var x + ε)
 *
 * In its gradient the factors in brackets do not depend on ∂y, so in a scan they are computed for all steps at once. The
 * gradients of g and b are computed after the scan, for all steps together.
 *
 *     ∂x = a − mean a − [x̂] ∘ mean(a ∘ [x̂]),  a = ∂y ∘ [g / √(var x + ε)]
 *
 * @param x `[…, H]`
 * @param gain g, `[H]`
 * @param bias b, `[H]` (default: none)
 * @returns `[…, H]`
 * @throws {ShapeError} where gain or bias do not have x's last axis
 */
export function layerNorm(x: Tensor, gain: Tensor, bias?: Tensor): Tensor {
  const parameters = bias === undefined ? [gain] : [gain, bias];
  for (const { shape } of parameters) {
    if (!sameShape(shape, [x.dimension(-1)])) {
      throw new ShapeError(`layerNorm: ${formatShape(shape)} is no gain or bias for ${formatShape(x.shape)}`);
    }
  }
  const statistic = { shape: x.shape.with(-1, 1), dtype: x.dtype };
  const [y] = apply({
    operator: "LayerNormalization",
    inputs: [x, ...parameters],
    outputs: [x, statistic, statistic], // y, mean x, 1 / √(var x + ε)
    attributes: { axis: -1 },
    gradient: ([dy], { inputs: [from, scale], outputs: [, center, inverse] }) => {
      if (dy === undefined) return [];
      const normal = mul(sub(from!, center!), inverse!);
      const a = mul(dy, mul(scale!, inverse!));
      const dx = sub(sub(a, average(a)), mul(normal, average(mul(a, normal))));
      return [dx, sumTo(mul(dy, normal), scale!.shape), sumTo(dy, scale!.shape)];
    },
    ...(parameters.every(({ scope }) => scope === undefined) && {
      lift: ([lifted]) => [layerNorm(lifted!, gain, bias)],
    }),
  });
  return y!;
}

function average(x: Tensor): Tensor {
  return mean(x, { axes: [-1], keepAxes: true });
}
