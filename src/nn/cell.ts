import type { Tensor } from "../graph/index.ts";
import type { RecurrentKind } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

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
  /** The gates and the candidate of the same step, to look at them. The axes before the last may be any, as of all steps. */
  gates(inputs: readonly Tensor[], states: readonly Tensor[]): Gates;
}

/** Gates by the letter that the cell's equations give them, after their activations: `[…, H]` each. */
export type Gates = Readonly<Record<string, Tensor>>;

/** The result of one step. */
export interface CellStep {
  /** h, the input of the layer above, `[B, H]`. */
  readonly output: Tensor;
  /** The states after the step. */
  readonly states: readonly Tensor[];
}

/** How a cell's weights start. */
export interface CellInitialization {
  /** The weights behind the state h; of no effect without such weights. Default: "xavier". */
  readonly recurrent?: RecurrentKind | undefined;
  /** The bias of an LSTM's forget gate; of no effect on others. Default: 1. */
  readonly forgetBias?: number | undefined;
}

/** A kind of cell: what it is called, which settings it reads, and how a cell of the kind is declared. */
export interface CellDefinition {
  /** Its name in a text. */
  readonly label: string;
  /** One phrase with its source, for help and pages. */
  readonly description: string;
  /** The settings that have an effect on it; the others are refused. */
  readonly reads: readonly CellSetting[];
  /** Declares a cell of size `hidden` for inputs of the given sizes. */
  declare(
    parameters: Parameters,
    name: string,
    inputs: readonly number[],
    hidden: number,
    initialization: CellInitialization,
  ): Cell;
}

/** What only some cells read: dropout on the state, and how they begin. */
export type CellSetting = "recurrentDropout" | keyof CellInitialization;
