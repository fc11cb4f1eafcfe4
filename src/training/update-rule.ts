import type { Kernels } from "./kernels.ts";

/** A parameter's tensor as a matrix, with what belongs to it at the same time; a vector is one row. */
export interface TrainedTensor {
  readonly rows: number;
  readonly columns: number;
  /** `[rows, columns]`, in the kernels' memory. */
  readonly values: Float32Array;
  /** `[rows, columns]`, in the kernels' memory. */
  readonly gradient: Float32Array;
  /** What the rule keeps between updates, in the kernels' memory; zeros at first. */
  readonly state: Float32Array;
}

/** What is the same in one update for all of a tensor. */
interface Change {
  /** Which update it is, counted from 1. */
  readonly update: number;
  /** The step size. */
  readonly rate: number;
  /** What the gradient is multiplied by. */
  readonly scale: number;
  /** What is kept of the values before they move. */
  readonly keep: number;
}

/** An optimizer's equation: how a tensor's values change by its gradient. */
export interface UpdateRule {
  /** Whether weight decay shrinks the values by itself (Loshchilov 2019), instead of adding to the gradient. */
  readonly decoupledDecay: boolean;
  /** How many numbers it keeps for a tensor between updates. */
  stateLength(rows: number, columns: number): number;
  update(kernels: Kernels, tensor: TrainedTensor, change: Change): void;
}
