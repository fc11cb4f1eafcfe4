import type { Tensor } from "../graph/index.ts";
import { gru } from "./gru.ts";
import type { RecurrentKind } from "./initializers.ts";
import { layerNormGru } from "./layer-norm-gru.ts";
import { layerNormLstm } from "./layer-norm-lstm.ts";
import { lstm } from "./lstm.ts";
import type { Parameters } from "./parameters.ts";
import { ssru } from "./ssru.ts";

/** One step of a recurrent network: pure maths. Unrolling it over time, masks and dropout live elsewhere. */
export interface Cell {
  /** Number of state tensors, each `[B, H]`. */
  readonly states: number;
  /**
   * @param inputs `[B, Iₙ]` each; they count as one joined input
   * @param states the states before the step
   * @param dropped a dropout mask `[B, H]`, applied to h before its product with the weights (default: no dropout)
   */
  step(inputs: readonly Tensor[], states: readonly Tensor[], dropped?: Tensor): CellStep;
}

/** The result of one step. */
export interface CellStep {
  /** h, the input of the layer above, `[B, H]`. */
  readonly output: Tensor;
  /** The states after the step. */
  readonly states: readonly Tensor[];
}

/** How a cell's weights start. */
export interface CellInitialization {
  /** The weights that multiply the state h. */
  readonly recurrent: RecurrentKind;
  /** The bias of an LSTM's forget gate. */
  readonly forgetBias: number;
}

export type CellKind = keyof typeof cells;

const cells = { lstm, gru, "layer-norm-lstm": layerNormLstm, "layer-norm-gru": layerNormGru, ssru } as const;

/**
 * Declares a cell.
 *
 * @param name stands before its parameters' names: "encoder.0.forward"
 * @param inputs the sizes Iₙ of what each step reads; several count as one joined input
 * @param hidden H, the size of its output and of each of its states
 */
export function cell(
  kind: CellKind,
  parameters: Parameters,
  name: string,
  inputs: readonly number[],
  hidden: number,
  initialization: CellInitialization,
): Cell {
  return cells[kind](parameters, name, inputs, hidden, initialization);
}
