import { matmul, type Tensor } from "../../graph/index.ts";
import type { Cell, CellDefinition, CellInitialization } from "../cell.ts";
import { drop } from "../dropout.ts";
import { type Initializer, recurrentGates, zeroInitializer } from "../initializers.ts";
import { inputProduct } from "../input-product.ts";
import { layerNorm } from "../layer-norm.ts";
import type { Parameters } from "../parameters.ts";
import { type GruParts, gruGates, gruGateValues, gruParts } from "./gru.ts";

/**
 * A GRU with layer normalisation (Ba 2016, supplementary material) of the product with the input and of
 * the product with the state, each by itself for the gates and for the candidate:
 *
 *     z, r = σ(LN(x W) + LN(h U))        update and reset gate
 *     n    = tanh(LN(x W) + r ∘ LN(h U)) candidate
 *     h'   = n + z ∘ (h − n)
 *
 * Each LN has a gain, and all but that of h U for the gates a bias: a second one would only be added to that of x W.
 */
export const layerNormGru: CellDefinition = {
  label: "layer-norm GRU",
  description: "a GRU with layer normalisation (Ba 2016)",
  reads: ["recurrentDropout", "recurrent"],
  declare,
};

function declare(
  parameters: Parameters,
  name: string,
  inputs: readonly number[],
  hidden: number,
  { recurrent: kind = "xavier" }: CellInitialization,
): Cell {
  const product = inputProduct(parameters, name, inputs, 3, hidden);
  const recurrent = parameters.declare(`${name}.weight_h`, [hidden, 3 * hidden], recurrentGates(kind, 3));
  const normalizeParts = (part: string, gatesBias?: Initializer) => {
    const gates = layerNorm(parameters, `${name}.${part}.gates`, 2 * hidden, gatesBias);
    const candidate = layerNorm(parameters, `${name}.${part}.candidate`, hidden, zeroInitializer);
    return (parts: GruParts): GruParts => ({
      gates: gates(parts.gates),
      candidate: candidate(parts.candidate),
    });
  };
  const normalizeInput = normalizeParts("norm_x", zeroInitializer);
  const normalizeState = normalizeParts("norm_h");
  const productsOf = (xs: readonly Tensor[], h: Tensor) =>
    [
      normalizeInput(gruParts(product(xs), hidden)),
      normalizeState(gruParts(matmul(h, recurrent), hidden)),
    ] as const;
  return {
    states: 1,
    step(xs, [h], dropped) {
      const after = gruGates(...productsOf(xs, drop(h!, dropped)), h!);
      return { output: after, states: [after] };
    },
    gates: (xs, [h]) => gruGateValues(...productsOf(xs, h!)),
  };
}
