import { add, concat, expandDims, greater, scan, type Tensor, where, zeros } from "../graph/index.ts";
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
 * its input to its output. A padded step keeps the state before it.
 */
export function encoder(
  parameters: Parameters,
  { encoder: options }: Configuration,
  vocabulary: number,
): (source: Tensor, mask: Tensor, dropout: Dropout) => Encoded {
  const { size, bidirectional, layers } = options;
  const table = embedding(parameters, "encoder", vocabulary, options.embedding);
  const directions = bidirectional ? (["forward", "backward"] as const) : (["forward"] as const);
  const cellSize = size / directions.length;
  const stack = Array.from({ length: layers }, (_, layer) =>
    directions.map((direction) => {
      const inputSize = layer === 0 ? options.embedding : size;
      return cell(options.cell, parameters, `encoder.${layer}.${direction}`, [inputSize], cellSize);
    }),
  );

  return (source, mask, dropout) => {
    const real = greater(expandDims(mask, -1), 0); // [S, B, 1]
    let memory = dropout.apply("encoder.embedding", embed(table, source), options.dropout); // [S, B, E]
    let vector: Tensor | undefined;
    for (const [layer, cells] of stack.entries()) {
      const input = layer === 0 ? memory : dropout.apply(`encoder.${layer}`, memory, options.dropout);
      const read = cells.map((one, direction) => unroll(one, input, real, cellSize, direction === 1));
      const output = concat(read.map(({ outputs }) => outputs)); // [S, B, H]
      memory = layer === 0 ? output : add(memory, output);
      vector = concat(read.map(({ last }) => last)); // [B, H]
    }
    return { memory, vector: vector! };
  };
}

/** Reads a sequence `[S, B, I]` from one end to the other: outputs `[S, B, H]`, and the last state `[B, H]`. */
function unroll(
  one: Cell,
  input: Tensor,
  real: Tensor,
  size: number,
  reverse: boolean,
): { outputs: Tensor; last: Tensor } {
  const initial = Array.from({ length: one.states }, () => zeros([input.dimension(1), size], input));
  const { states, outputs } = scan({ sequences: [input, real], initial, reverse }, ([x, isReal], before) => {
    const after = one.step([x!], before).map((state, index) => where(isReal!, state, before[index]!));
    return { states: after, outputs: [after[0]!] };
  });
  return { outputs: outputs[0]!, last: states[0]! };
}
