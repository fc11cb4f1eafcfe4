import { affine, matmul, type Tensor } from "../graph/index.ts";
import { xavierGates } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

/**
 * Declares the first product of every cell, x₁W₁ + x₂W₂ + … + b: its inputs count as one joined input, and the n gates
 * are side by side.
 *
 * @param inputs the inputs' sizes Iₙ
 * @returns the map from inputs `[B, Iₙ]` and, where there is one, the bias `[n·H]` to `[B, n·H]`
 */
export function inputProduct(
  parameters: Parameters,
  name: string,
  inputs: readonly number[],
  gates: number,
  hidden: number,
): (xs: readonly Tensor[], bias?: Tensor) => Tensor {
  const weights = inputs.map((size, n) =>
    parameters.declare(`${name}.weight_x${n}`, [size, gates * hidden], xavierGates(gates)),
  );
  return (xs, bias) =>
    weights.reduce<Tensor | undefined>(
      (sum, weight, n) => (sum === undefined ? matmul(xs[n]!, weight) : affine(xs[n]!, weight, sum)),
      bias,
    )!;
}
