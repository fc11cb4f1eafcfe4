import type { Tensor } from "../graph/index.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";
import type { Parameters } from "./parameters.ts";

/** One step of a recurrent network: pure maths. Unrolling it over time, masks and dropout live elsewhere. */
export interface Cell {
  /** Number of state tensors, each `[B, H]`; the first is the output h. */
  readonly states: number;
  /**
   * @param inputs `[B, Iₙ]` each; they count as one joined input
   * @param states the states before the step
   * @param dropped a dropout mask `[B, H]` of h where it is multiplied by weights (default: nothing is dropped)
   * @returns the states after it
   */
  step(inputs: readonly Tensor[], states: readonly Tensor[], dropped?: Tensor): readonly Tensor[];
}

export type CellKind = "lstm" | "gru";

/** Declares a cell of size `hidden` for inputs of the given sizes. */
export function cell(
  kind: CellKind,
  parameters: Parameters,
  name: string,
  inputs: readonly number[],
  hidden: number,
): Cell {
  return kind === "lstm" ? lstm(parameters, name, inputs, hidden) : gru(parameters, name, inputs, hidden);
}
