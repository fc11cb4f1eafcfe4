import { affine, type Tensor } from "../graph/index.ts";
import { type Initializer, xavierUniform, zeroInitializer } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

/** x₁W₁ + x₂W₂ + … + b: a linear map of one input, or of several as if they were joined. */
export interface Linear {
  /** `[Iₙ, O]`, one for each input. */
  readonly weights: readonly Tensor[];
  /** `[O]`. */
  readonly bias: Tensor;
}

/**
 * Declares a linear map.
 *
 * @param name stands before its parameters' names
 * @param inputs the inputs' sizes Iₙ
 * @param output O
 * @param initializer how the weights start; the bias starts at 0
 */
export function linear(
  parameters: Parameters,
  name: string,
  inputs: readonly number[],
  output: number,
  initializer: Initializer = xavierUniform,
): Linear {
  return {
    weights: inputs.map((size, n) =>
      parameters.declare(`${name}.weight${inputs.length > 1 ? `_${n}` : ""}`, [size, output], initializer),
    ),
    bias: parameters.declare(`${name}.bias`, [output], zeroInitializer),
  };
}

/**
 * @param xs one tensor `[…, Iₙ]` for each weight
 * @returns `[…, O]`
 */
export function applyLinear({ weights, bias }: Linear, ...xs: Tensor[]): Tensor {
  return weights.reduce((sum, weight, n) => affine(xs[n]!, weight, sum), bias);
}
