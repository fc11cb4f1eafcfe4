import { add, constant, matmul, type Tensor } from "../graph/index.ts";
import { applyLinear, linear, outputNormal, type Parameters, zeroInitializer } from "../nn/index.ts";
import { BOS, PAD } from "../text/index.ts";

/** From the readout, `[…, H]`, to logits of the vocabulary's tokens, `[…, V]`. */
export interface VocabularyLogits {
  readonly logits: (readout: Tensor) => Tensor;
  /** For search: `<pad>` and `<s>`, which are never written, have −10⁹. */
  readonly writable: (readout: Tensor) => Tensor;
}

/** W r + b, with its own matrix or, if tied, the target embeddings `[V, H]` (Press 2017). */
export function vocabularyLogits(
  parameters: Parameters,
  { size, vocabulary, tied }: { size: number; vocabulary: number; tied?: Tensor | undefined },
): VocabularyLogits {
  const name = "decoder.output";
  if (tied === undefined) {
    const output = linear(parameters, name, [size], vocabulary, outputNormal(size));
    const bias = add(output.bias, neverWritten(vocabulary));
    return {
      logits: (readout) => applyLinear(output, readout),
      writable: (readout) => applyLinear({ ...output, bias }, readout),
    };
  }
  const bias = parameters.declare(`${name}.bias`, [vocabulary], zeroInitializer);
  const product = (readout: Tensor) => matmul(readout, tied, { transposeB: true });
  return {
    logits: (readout) => add(product(readout), bias),
    writable: (readout) => add(product(readout), add(bias, neverWritten(vocabulary))),
  };
}

/** −10⁹ for the symbols that are never written; 0 for all others: `[V]`. */
function neverWritten(vocabulary: number): Tensor {
  return constant(Array.from({ length: vocabulary }, (_, id) => (id === PAD || id === BOS ? -1e9 : 0)));
}
