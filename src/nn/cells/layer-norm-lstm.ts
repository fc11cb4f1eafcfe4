import { add, matmul, mul, type Tensor, tanh } from "../../graph/index.ts";
import type { Cell, CellDefinition, CellInitialization } from "../cell.ts";
import { drop } from "../dropout.ts";
import { recurrentGates, zeroInitializer } from "../initializers.ts";
import { inputProduct } from "../input-product.ts";
import { layerNorm } from "../layer-norm.ts";
import type { Parameters } from "../parameters.ts";
import { lstmBias } from "./lstm.ts";
import { lstmGateValues, lstmMemory } from "./lstm-gates.ts";

/**
 * An LSTM with layer normalisation (Ba 2016, eqs. 20 to 22) of the product with the input and of the product with the
 * state, each over all gates together, and of the memory before it is read:
 *
 *     i, f, o = σ(LN(x W) + LN(h U))    input, forget and output gate
 *     g       = tanh(LN(x W) + LN(h U)) candidate
 *     c'      = f ∘ c + i ∘ g
 *     h'      = o ∘ tanh(LN(c'))
 *
 * Each LN has a gain, and all but that of h U a bias: a second one, or the paper's b, would only be added to that of x W.
 */
export const layerNormLstm: CellDefinition = {
  label: "layer-norm LSTM",
  description: "an LSTM with layer normalisation (Ba 2016), steadier in deep stacks and slower",
  reads: ["recurrentDropout", "recurrent", "forgetBias"],
  declare,
};

function declare(
  parameters: Parameters,
  name: string,
  inputs: readonly number[],
  hidden: number,
  { recurrent: kind = "xavier", forgetBias = 1 }: CellInitialization,
): Cell {
  const product = inputProduct(parameters, name, inputs, 4, hidden);
  const recurrent = parameters.declare(`${name}.weight_h`, [hidden, 4 * hidden], recurrentGates(kind, 4));
  const normalizeInput = layerNorm(parameters, `${name}.norm_x`, 4 * hidden, lstmBias(forgetBias));
  const normalizeState = layerNorm(parameters, `${name}.norm_h`, 4 * hidden);
  const normalizeMemory = layerNorm(parameters, `${name}.norm_c`, hidden, zeroInitializer);
  const logits = (xs: readonly Tensor[], h: Tensor) =>
    add(normalizeInput(product(xs)), normalizeState(matmul(h, recurrent)));
  return {
    states: 2,
    step(xs, [h, c], dropped) {
      const [memory, o] = lstmMemory(logits(xs, drop(h!, dropped)), c!);
      const output = mul(o!, tanh(normalizeMemory(memory!)));
      return { output, states: [output, memory!] };
    },
    gates: (xs, [h]) => lstmGateValues(logits(xs, h!)),
  };
}
