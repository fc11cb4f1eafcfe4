import { div, expandDims, mul, sum, type Tensor, tanh, zeros } from "../graph/index.ts";
import { applyLinear, linear } from "./linear.ts";
import type { Parameters } from "./parameters.ts";

/** What an encoder has made of a batch of sources. */
interface EncodedStates {
  /** The top layer's state at every position, `[S, B, H]`. */
  readonly memory: Tensor;
  /** The whole source in one vector, `[B, H]`. */
  readonly vector: Tensor;
  /** The last states of every layer, `[B, H]` each. */
  readonly last: readonly (readonly Tensor[])[];
}

/** H of the encoder and of the decoder, and how many states the decoder has in all. */
interface BridgeSizes {
  readonly encoder: number;
  readonly decoder: number;
  readonly states: number;
}

/** The decoder's first states, `[B, H]` each, those of a layer side by side. */
type Begin = (encoded: EncodedStates, mask: Tensor) => readonly Tensor[];

/** A way from the encoder to the decoder's first states. */
interface BridgeDefinition {
  /** One phrase with its source, for help and pages. */
  readonly description: string;
  /** Whether encoder and decoder must have the same cell, layers and size. */
  readonly needsEqualStacks: boolean;
  declare(parameters: Parameters, sizes: BridgeSizes): Begin;
}

/** The bridges: the schema, its rules, help, pages and drawn test models are made from this list. */
export const bridges = {
  projected: {
    description: "tanh(W v + b) of the source's one vector v (Bahdanau 2015)", // appendix A.2.2
    needsEqualStacks: false,
    declare: (parameters, sizes) => projected(parameters, sizes, ({ vector }) => vector),
  },
  last: {
    description: "the encoder's last states, layer by layer, as they are (Sutskever 2014)",
    needsEqualStacks: true,
    declare:
      () =>
      ({ last }) =>
        last.flat(),
  },
  mean: {
    description: "as projected, of the mean of the encoder's states",
    needsEqualStacks: false,
    declare: (parameters, sizes) => projected(parameters, sizes, meanState),
  },
  zero: {
    description: "zeros",
    needsEqualStacks: false,
    declare:
      (_parameters, { decoder, states }) =>
      ({ vector }) =>
        Array.from({ length: states }, () => zeros([vector.dimension(0), decoder], vector)),
  },
} as const satisfies Readonly<Record<string, BridgeDefinition>>;

/** Declares a bridge. */
export function bridge(kind: keyof typeof bridges, parameters: Parameters, sizes: BridgeSizes): Begin {
  return bridges[kind].declare(parameters, sizes);
}

/** tanh(W x + b) of a summary x of the source, with a map for each state. */
function projected(
  parameters: Parameters,
  { encoder, decoder, states }: BridgeSizes,
  summaryOf: (encoded: EncodedStates, mask: Tensor) => Tensor,
): Begin {
  const maps = Array.from({ length: states }, (_, index) =>
    linear(parameters, `bridge.${index}`, [encoder], decoder),
  );
  return (encoded, mask) => {
    const summary = summaryOf(encoded, mask);
    return maps.map((map) => tanh(applyLinear(map, summary)));
  };
}

/** The mean of the encoder's states, `[B, H]`, without padding. */
function meanState({ memory }: EncodedStates, mask: Tensor): Tensor {
  const real = expandDims(mask, -1); // [S, B, 1]
  return div(sum(mul(memory, real), { axes: [0] }), sum(real, { axes: [0] }));
}
