import type { Configuration } from "../configuration/configuration.ts";
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
import { type Cell, cell, type Dropout, embed, type Gates, type Parameters } from "../nn/index.ts";

/** The encoder's results for a batch of sources. */
export interface Encoded {
  /** The top layer's state at every position, `[S, B, H]`. */
  readonly memory: Tensor;
  /** The whole source as one vector, `[B, H]`: the last forward state, and the first backward state beside it. */
  readonly vector: Tensor;
  /** The last states of every layer, in the same way: `[B, H]` each. */
  readonly last: readonly (readonly Tensor[])[];
  /** Traces the gates at every position, by layer and direction (forward first), `[S, B, H]` each, without dropout. */
  gates(): readonly (readonly Gates[])[];
}

/**
 * The encoder RNN: hˢ = RNN(xˢ, hˢ⁻¹), in one or both directions, in layers; from the second on, each layer
 * adds its input to its output. Read backwards, a sentence starts at its own last token, so that padding always
 * comes after all tokens: no state that is used has seen padding.
 * @param table the source embeddings, `[V, E]`
 */
export function encoder(
  parameters: Parameters,
  { encoder: options, initialization }: Configuration,
  table: Tensor,
): (source: Tensor, mask: Tensor, dropout: Dropout) => Encoded {
  const { size, layers } = options;
  const directions = options.bidirectional ? (["forward", "backward"] as const) : (["forward"] as const);
  const isBackward = directions.map((direction) => (direction === "backward") !== options.reversed);
  const cellSize = size / directions.length;
  const stack = Array.from({ length: layers }, (_, layer) =>
    directions.map((direction) => {
      const inputSize = layer === 0 ? options.embedding : size;
      const name = `encoder.${layer}.${direction}`;
      return cell(options.cell, parameters, name, [inputSize], cellSize, initialization);
    }),
  );

  return (source, mask, dropout) => {
    const [S, B] = source.shape;
    const lengths = cast(sum(mask, { axes: [0] }), "int64"); // [B]
    const isLast = expandDims(sub(mask, followingMask(mask)), -1); // [S, B, 1], 1 at the last token
    const lastOf = (parts: readonly Tensor[]) => sum(mul(concat(parts), isLast), { axes: [0] }); // [B, H]
    const readIn = (x: Tensor, direction: number) =>
      isBackward[direction] ? reverseSequences(x, lengths) : x;
    const embedded = dropout.apply("encoder.embedding", embed(table, source), options.dropout); // [S, B, E]
    let memory = dropout.apply("encoder.token", embedded, options.tokenDropout, [S!, B!, 1]);
    const last: Tensor[][] = [];
    const gates: (() => Gates[])[] = [];
    let vector: Tensor | undefined;
    for (const [layer, cells] of stack.entries()) {
      const input = layer === 0 ? memory : dropout.apply(`encoder.${layer}`, memory, options.dropout);
      const read = cells.map((one, direction) => {
        const name = `encoder.${layer}.${directions[direction]}.recurrent`;
        const dropped = dropout.mask(name, [B!, cellSize], options.recurrentDropout ?? 0);
        return unroll(one, readIn(input, direction), cellSize, dropped);
      });
      gates.push(() =>
        cells.map((one, direction) => {
          const before = read[direction]!.states.map((state) => oneStepLater(state));
          const ofSteps = Object.entries(one.gates([readIn(input, direction)], before));
          return Object.fromEntries(ofSteps.map(([gate, values]) => [gate, readIn(values, direction)]));
        }),
      );
      vector = lastOf(read.map(({ output }) => output));
      last.push(read[0]!.states.map((_, n) => lastOf(read.map(({ states }) => states[n]!))));
      const output = concat(read.map((one, direction) => readIn(one.output, direction)));
      memory = layer === 0 ? output : add(memory, output);
    }
    return { memory, vector: vector!, last, gates: () => gates.map((ofLayer) => ofLayer()) };
  };
}

/**
 * Reads a sequence `[S, B, I]` from its first step to its last: the cell's outputs and its states, `[S, B, H]` each.
 * @param dropped the dropout mask of the recurrent state, `[B, H]`
 */
function unroll(
  one: Cell,
  input: Tensor,
  size: number,
  dropped: Tensor | undefined,
): { readonly output: Tensor; readonly states: readonly Tensor[] } {
  const initial = Array.from({ length: one.states }, () => zeros([input.dimension(1), size], input));
  const { outputs } = scan({ sequences: [input], initial }, ([x], before) => {
    const { output, states } = one.step([x!], before, dropped);
    return { states, outputs: [output, ...states] };
  });
  const [output, ...states] = outputs;
  return { output: output!, states };
}

/** A state before each step, from the state after each: zeros at first, `[S, B, H]`. */
function oneStepLater(state: Tensor): Tensor {
  const [S, B, H] = state.shape;
  return reshape(concat([zeros([1, B!, H!], state), slice(state, 0, 0, -1)], 0), [S!, B!, H!], state);
}

/** The mask one step later, `[S, B]`: 0 after the last step. */
function followingMask(mask: Tensor): Tensor {
  const [S, B] = mask.shape;
  return reshape(concat([slice(mask, 0, 1), zeros([1, B!], mask)], 0), [S!, B!], mask);
}
