import {
  add,
  cast,
  concat,
  expandDims,
  mul,
  reshape,
  reverseSequences,
  scan,
  slice,
  sub,
  sum,
  type Tensor,
  zeros,
} from "../graph/index.ts";
import { type Cell, cell, type Dropout, embed, embedding, type Parameters } from "../nn/index.ts";
import type { Configuration } from "./configuration.ts";

/** What the encoder makes of a batch of sources. */
export interface Encoded {
  /** The top layer's state at every position, `[S, B, H]`. */
  readonly memory: Tensor;
  /** The whole source in one vector, `[B, H]`: the last forward state, and the first backward state beside it. */
  readonly vector: Tensor;
}

/**
 * The encoder RNN: hˢ = RNN(xˢ, hˢ⁻¹), in one or both directions, in layers; from the second layer on each adds
 * its input to its output. Backwards a sentence is read from its own last token, so that padding always comes
 * after all tokens: no state that counts has seen any.
 */
export function encoder(
  parameters: Parameters,
  { encoder: options, initialization }: Configuration,
  vocabulary: number,
): (source: Tensor, mask: Tensor, dropout: Dropout) => Encoded {
  const { size, bidirectional, layers } = options;
  const table = embedding(parameters, "encoder", vocabulary, options.embedding);
  const directions = bidirectional ? (["forward", "backward"] as const) : (["forward"] as const);
  const cellSize = size / directions.length;
  const stack = Array.from({ length: layers }, (_, layer) =>
    directions.map((direction) => {
      const inputSize = layer === 0 ? options.embedding : size;
      const name = `encoder.${layer}.${direction}`;
      return cell(options.cell, parameters, name, [inputSize], cellSize, initialization);
    }),
  );

  return (source, mask, dropout) => {
    const lengths = cast(sum(mask, { axes: [0] }), "int64"); // [B]
    const isLast = expandDims(sub(mask, followingMask(mask)), -1); // [S, B, 1], 1 at the last token
    let memory = dropout.apply("encoder.embedding", embed(table, source), options.dropout); // [S, B, E]
    let vector: Tensor | undefined;
    for (const [layer, cells] of stack.entries()) {
      const input = layer === 0 ? memory : dropout.apply(`encoder.${layer}`, memory, options.dropout);
      const read = cells.map((one, direction) => {
        if (direction === 0) return unroll(one, input, cellSize); // [S, B, H/2]
        return unroll(one, reverseSequences(input, lengths), cellSize);
      });
      vector = sum(mul(concat(read), isLast), { axes: [0] }); // [B, H]
      const output = concat(
        read.map((states, direction) => (direction === 0 ? states : reverseSequences(states, lengths))),
      );
      memory = layer === 0 ? output : add(memory, output);
    }
    return { memory, vector: vector! };
  };
}

/** Reads a sequence `[S, B, I]` from its first step to its last: the states h, `[S, B, H]`. */
function unroll(one: Cell, input: Tensor, size: number): Tensor {
  const initial = Array.from({ length: one.states }, () => zeros([input.dimension(1), size], input));
  const { outputs } = scan({ sequences: [input], initial }, ([x], before) => {
    const { output, states } = one.step([x!], before);
    return { states, outputs: [output] };
  });
  return outputs[0]!;
}

/** The mask one step later, `[S, B]`: 0 behind the last step. */
function followingMask(mask: Tensor): Tensor {
  const [S, B] = mask.shape;
  return reshape(concat([slice(mask, 0, 1), zeros([1, B!], mask)], 0), [S!, B!], mask);
}
