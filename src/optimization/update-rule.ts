import type { Kernels } from "./kernels.ts";

/** A parameter's tensor as a matrix, with what belongs to it at the same time; a vector is one row. */
export interface TrainedTensor {
  readonly rows: number;
  readonly columns: number;
  /** `[rows, columns]`, in the kernels' memory. */
  readonly values: Float32Array;
  /** `[rows, columns]`, in the kernels' memory. */
  readonly gradient: Float32Array;
  /** What the rule keeps between updates, see `UpdateRule`, in the kernels' memory; zeros at first. */
  readonly state: readonly Float32Array[];
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
  /**
   * Whether each number changes by its own gradient and state alone, so that a tensor may be updated in parts. The state's
   * arrays are then as long as the tensor.
   */
  readonly elementwise: boolean;
  /** What it keeps for a tensor between updates: how many numbers in each of its arrays. */
  stateLengths(rows: number, columns: number): readonly number[];
  update(kernels: Kernels, tensor: TrainedTensor, change: Change): void;
}

/** The settings that only some optimizers read. */
export interface OptimizerSettings {
  /** How much the mean of gradients keeps from update to update. Default: 0.9. */
  readonly beta1?: number | undefined;
  /** How much the mean of squared gradients keeps from update to update. Default: 0.999. */
  readonly beta2?: number | undefined;
  /** Keeps the division safe. Default: 10⁻⁸. */
  readonly epsilon?: number | undefined;
  /** How much the velocity keeps from update to update; 0: plain gradient descent. Default: 0.9. */
  readonly momentum?: number | undefined;
}

/** An optimizer: its description, which settings it reads, and its equation. */
export interface OptimizerDefinition {
  /** One phrase with its source, for help and pages. */
  readonly description: string;
  /** The settings that have an effect on it; the others are refused. */
  readonly reads: readonly (keyof OptimizerSettings)[];
  create(settings: OptimizerSettings): UpdateRule;
}
