import { type Tensor, tanh } from "../graph/index.ts";
import { applyLinear, linear, type Parameters } from "../nn/index.ts";

/**
 * From the encoder to the decoder's first states: tanh(W v + b) of the source's one vector v `[B, H]`, with a map
 * for each state (Bahdanau 2015, appendix A.2.2).
 */
export function bridge(
  parameters: Parameters,
  states: number,
  encoderSize: number,
  decoderSize: number,
): (vector: Tensor) => readonly Tensor[] {
  const maps = Array.from({ length: states }, (_, index) =>
    linear(parameters, `bridge.${index}`, [encoderSize], decoderSize),
  );
  return (vector) => maps.map((map) => tanh(applyLinear(map, vector)));
}
