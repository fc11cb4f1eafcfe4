import type { Configuration } from "../configuration/configuration.ts";
import { div, expandDims, mul, sum, type Tensor, tanh, zeros } from "../graph/index.ts";
import { applyLinear, linear, type Parameters } from "../nn/index.ts";
import type { Encoded } from "./encoder.ts";

/**
 * From the encoder to the decoder's first states, `[B, H]` each, those of a layer side by side:
 *
 *     projected  tanh(W v + b) of the source's one vector v, with a map for each state   Bahdanau 2015, appendix A.2.2
 *     mean       the same of the mean of the encoder's states                            Bahdanau 2015, section A.2.2
 *     last       the encoder's last states, layer by layer, as they are                  Sutskever 2014
 *     zero       nothing
 *
 * @param perLayer how many states a layer has
 */
export function bridge(
  parameters: Parameters,
  { encoder, decoder }: Configuration,
  perLayer: number,
): (encoded: Encoded, mask: Tensor) => readonly Tensor[] {
  const states = Array.from({ length: decoder.layers * perLayer }, (_, index) => index);
  switch (decoder.bridge) {
    case "last":
      return ({ last }) => last.flat();
    case "zero":
      return ({ vector }) => states.map(() => zeros([vector.dimension(0), decoder.size], vector));
    default: {
      const maps = states.map((index) => linear(parameters, `bridge.${index}`, [encoder.size], decoder.size));
      const read = decoder.bridge === "mean" ? meanState : ({ vector }: Encoded) => vector;
      return (encoded, mask) => {
        const summary = read(encoded, mask);
        return maps.map((map) => tanh(applyLinear(map, summary)));
      };
    }
  }
}

/** The mean of the encoder's states, `[B, H]`, without padding. */
function meanState({ memory }: Encoded, mask: Tensor): Tensor {
  const real = expandDims(mask, -1); // [S, B, 1]
  return div(sum(mul(memory, real), { axes: [0] }), sum(real, { axes: [0] }));
}
