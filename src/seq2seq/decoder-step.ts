import type { Configuration } from "../configuration/configuration.ts";
import { add, affine, type Tensor, tanh } from "../graph/index.ts";
import {
  type Attend,
  type AttendOptions,
  type Cell,
  type Dropout,
  drop,
  type ForcedWeights,
  type Gates,
  type Linear,
} from "../nn/index.ts";
import type { OutputLayer } from "./output-layer.ts";
import type { Rows } from "./rows.ts";

/** The decoder's options and layers, bound to a batch of sources: what its steps read. */
export interface Binding {
  readonly configuration: Configuration;
  readonly cells: readonly Cell[];
  /** Whether each step also reads the attentional state of the previous step (input feeding). */
  readonly feeds: boolean;
  /** Whether attention reads its own coverage. */
  readonly covers: boolean;
  /** Whether each step reads the source vector. */
  readonly everyStep: boolean;
  /** W, U and b of the attentional state; undefined if no context is read. */
  readonly combine: Linear | undefined;
  /** The source as one vector, `[B, H]`. */
  readonly vector: Tensor;
  /** The encoder's states, `[S, B, H]`. */
  readonly memory: Tensor;
  readonly attend: Attend | undefined;
  /** W v + b, `[B, H]`, if the context is the source vector at every step. */
  readonly fixed: Tensor | undefined;
  readonly output: OutputLayer;
  readonly dropout: Dropout;
  /** The states before the first step, `[B, H]` each. */
  readonly initial: readonly Tensor[];
  /** Token ids `[…]` to vectors `[…, E]`. */
  embed(ids: Tensor): Tensor;
}

/** Dropout masks of one step, or of all steps if they are computed at once; absent if nothing is dropped. */
export interface Dropped {
  /** Masks of each layer's input, `[B, H]`; the first layer's input is dropped with the embeddings. */
  readonly inputs: readonly (Tensor | undefined)[];
  /** Masks of each layer's state, `[B, H]`, the same at every step. */
  readonly states: readonly (Tensor | undefined)[];
  /** Mask of the attention weights, `[B, Q, S]`. */
  readonly attention?: Tensor | undefined;
}

const nothingDropped: Dropped = { inputs: [], states: [] };

/** One step of search, from `[R, E]` and states to log P of the next tokens: see `BoundDecoder.step`. */
export function step(
  decoder: Binding,
  embedded: Tensor,
  states: readonly Tensor[],
  rows: Rows,
  forced?: ForcedWeights,
): DecoderStep {
  const { readout, ...rest } = advance(decoder, embedded, states, rows, nothingDropped, forced);
  return { logP: decoder.output.logP({ readout, embedded, weights: rest.weights }, rows), ...rest };
}

/** The result of one step of search. */
export interface DecoderStep extends Omit<Advanced, "readout"> {
  /** log P of the next tokens: `[R, V]`, or `[R, V + S]` if the decoder may copy (see `copying`). */
  readonly logP: Tensor;
}

/** The stacked cells, from embedded tokens `[R, E]` and states to the top layer's output `[R, H]` and states. */
export function recur(
  { cells, feeds, everyStep, vector }: Binding,
  embedded: Tensor,
  states: readonly Tensor[],
  rows: Rows,
  dropped: Dropped,
): Recurred {
  const perCell = cells[0]!.states;
  const gates: (() => Gates)[] = [];
  const fed = [...(feeds ? [states.at(-1)!] : []), ...(everyStep ? [rows.ofSentence(vector)] : [])];
  let hidden = embedded;
  const next = cells.flatMap((cell, layer) => {
    const input = drop(hidden, dropped.inputs[layer]);
    const read = layer === 0 ? [input, ...fed] : [input];
    const before = states.slice(layer * perCell, (layer + 1) * perCell);
    const after = cell.step(read, before, dropped.states[layer]);
    gates.push(() => cell.gates(read, before));
    hidden = layer === 0 ? after.output : add(hidden, after.output);
    return after.states;
  });
  return { hidden, states: next, gates: () => gates.map((ofLayer) => ofLayer()) };
}

interface Recurred {
  /** The top layer's output, `[R, H]`. */
  readonly hidden: Tensor;
  /** The cells' states, `[R, H]` each. */
  readonly states: readonly Tensor[];
  /** Traces the gates of each layer, without dropout. */
  gates(): readonly Gates[];
}

/** ã = tanh(W c + U s + b) for the top layer's output s, `[R, H]`; s itself if no context is read. */
export function readout(
  { combine, attend, fixed }: Binding,
  hidden: Tensor,
  rows: Rows,
  seen: AttendOptions,
): { readout: Tensor; weights?: Tensor } {
  if (combine === undefined) return { readout: hidden };
  const found = attend?.(rows.toQueries(hidden), seen);
  const context = found === undefined ? rows.ofSentence(fixed!) : rows.fromQueries(found.context);
  const state = tanh(affine(hidden, combine.weights[1]!, context));
  return { readout: state, ...(found && { weights: found.weights }) };
}

/** One step with all its states: the cells', the coverage, and the attentional state that is fed. */
export function advance(
  decoder: Binding,
  embedded: Tensor,
  states: readonly Tensor[],
  rows: Rows,
  dropped = nothingDropped,
  forced?: ForcedWeights,
): Advanced {
  const { feeds, covers } = decoder;
  const { hidden, states: next, gates } = recur(decoder, embedded, states, rows, dropped);
  const coverage = covers ? states[next.length] : undefined;
  const { readout: state, weights } = readout(decoder, hidden, rows, {
    ...(coverage && { coverage: rows.toQueries(coverage) }),
    dropout: dropped.attention,
    forced,
  });
  const after = [
    ...next,
    ...(coverage ? [add(coverage, rows.fromQueries(weights!))] : []),
    ...(feeds ? [state] : []),
  ];
  return { readout: state, states: after, gates, ...(weights && { weights }) };
}

interface Advanced extends Omit<Recurred, "hidden"> {
  /** ã, `[R, H]`. */
  readonly readout: Tensor;
  /** With attention, `[B, Q, S]`. */
  readonly weights?: Tensor;
}
