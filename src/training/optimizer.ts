import type { Configuration } from "../configuration/configuration.ts";
import { type ParameterSettings, parameterSettings } from "../configuration/parameter-settings.ts";
import { countScalars, type ParameterSpec, Weights } from "../nn/index.ts";
import { flatMemory } from "../optimization/flat-memory.ts";
import type { Kernels } from "../optimization/kernels.ts";
import { optimizers } from "../optimization/optimizers.ts";
import type { TrainedTensor, UpdateRule } from "../optimization/update-rule.ts";

export type OptimizerOptions = Pick<
  Configuration["training"],
  | "optimizer"
  | "beta1"
  | "beta2"
  | "epsilon"
  | "momentum"
  | "weightDecay"
  | "groups"
  | "freeze"
  | "clipNorm"
  | "clipValue"
  | "accumulation"
  | "averageDecay"
>;

/**
 * Updates the parameters by their gradient. It owns the flat buffers that it works on: whoever computes reads `values`
 * and writes `gradient`. Parameters that are frozen are neither changed nor counted in the gradient's norm.
 */
export class Optimizer {
  /** The parameters, changed by every update. */
  readonly values: Float32Array;
  /** ∂loss/∂parameters, in the same order. */
  readonly gradient: Float32Array;
  /** The gradient of a further batch of the same update, see `addPartial`; empty where each update has one batch. */
  readonly partial: Float32Array;
  /**
   * The running average of the parameters, a ← a + (1 − dₜ)(w − a), dₜ = min(averageDecay, (1 + t) / (10 + t)): Polyak's
   * average (1992) with exponential weights, which at first forgets faster, so that it does not hold on to the start.
   * Without averaging: `values` itself.
   */
  readonly averaged: Float32Array;
  private readonly options: OptimizerOptions;
  private readonly rule: UpdateRule;
  private readonly kernels: Kernels;
  private readonly tensors: readonly (TrainedTensor & ParameterSettings)[];
  /** What the rule keeps of each trained parameter between updates, by the parameter's name. */
  readonly moments: ReadonlyMap<string, Float32Array>;
  /** Updates that were made; the rule's and the average's equations depend on it. */
  updates = 0;

  /** @throws {ConfigError} where `freeze` or `groups` names parameters that are not among the specs */
  constructor(options: OptimizerOptions, specs: readonly ParameterSpec[]) {
    const settings = parameterSettings(
      options,
      specs.map(({ name }) => name),
    );
    this.options = options;
    this.rule = optimizers[options.optimizer].create(options);
    const trained = specs
      .map(({ shape }, index) => ({ ...matrixOf(shape), ...settings[index]!, index }))
      .filter(({ frozen }) => !frozen);
    const length = countScalars(specs);
    const { buffers, kernels } = flatMemory([
      length,
      length,
      options.accumulation > 1 ? length : 0,
      options.averageDecay > 0 ? length : 0,
      ...trained.map(({ rows, columns }) => this.rule.stateLength(rows, columns)),
    ]);
    const [values, gradient, partial, averaged, ...states] = buffers as FourBuffers;
    this.kernels = kernels;
    this.values = values;
    this.gradient = gradient;
    this.partial = partial;
    this.averaged = options.averageDecay > 0 ? averaged : values;
    const [valueViews, gradientViews] = [values, gradient].map((buffer) => new Weights(specs, buffer).views);
    this.moments = new Map(trained.map(({ index }, n) => [specs[index]!.name, states[n]!]));
    this.tensors = trained.map(({ index, ...tensor }, n) => ({
      ...tensor,
      values: valueViews![index]!.data,
      gradient: gradientViews![index]!.data,
      state: states[n]!,
    }));
  }

  /** Adds `partial` to `gradient`. */
  addPartial(): void {
    const { gradient, partial } = this;
    this.kernels.combine(gradient.byteOffset, partial.byteOffset, gradient.byteLength, 1, 1);
  }

  /** ‖gradient‖₂, summed in double precision. */
  gradientNorm(): number {
    const squares = this.tensors.map(({ gradient }) =>
      this.kernels.sumOfSquares(gradient.byteOffset, gradient.byteLength),
    );
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  }

  /**
   * One update of `values` by the clipped `gradient`, which is not the same afterwards.
   * @param gradientNorm before clipping
   */
  update(learningRate: number, gradientNorm: number): void {
    if (this.updates === 0 && this.averaged !== this.values) this.averaged.set(this.values);
    this.updates++;
    const scale = this.clip(gradientNorm);
    for (const tensor of this.tensors) this.updateTensor(tensor, learningRate, scale);
    if (this.averaged !== this.values) this.average();
  }

  /** Clips the gradient's elements, and gives the factor that then clips its norm. */
  private clip(gradientNorm: number): number {
    const { clipNorm, clipValue } = this.options;
    let norm = gradientNorm;
    if (clipValue > 0) {
      const { byteOffset, byteLength } = this.gradient;
      this.kernels.clamp(byteOffset, byteLength, -clipValue, clipValue);
      norm = this.gradientNorm();
    }
    return clipNorm > 0 ? Math.min(1, clipNorm / norm) : 1;
  }

  private updateTensor(tensor: TrainedTensor & ParameterSettings, learningRate: number, scale: number): void {
    const { kernels, rule, updates: update } = this;
    const { values, gradient, rows, columns, learningRateFactor } = tensor;
    const rate = learningRate * learningRateFactor;
    const decay = Math.min(rows, columns) === 1 ? 0 : tensor.weightDecay; // vectors keep their size
    if (decay === 0 || rule.decoupledDecay) {
      rule.update(kernels, tensor, { update, rate, scale, keep: 1 - rate * decay });
    } else {
      kernels.combine(gradient.byteOffset, values.byteOffset, values.byteLength, scale, decay);
      rule.update(kernels, tensor, { update, rate, scale: 1, keep: 1 });
    }
  }

  private average(): void {
    const { values, averaged, updates: t, options } = this;
    const pull = 1 - Math.min(options.averageDecay, (1 + t) / (10 + t));
    this.kernels.follow(averaged.byteOffset, values.byteOffset, values.byteLength, pull);
  }
}

type FourBuffers = [Float32Array, Float32Array, Float32Array, Float32Array, ...Float32Array[]];

/** A tensor as a matrix: the last dimension is the columns; a vector is one row. */
function matrixOf(shape: readonly number[]): { rows: number; columns: number } {
  const columns = shape.at(-1) ?? 1;
  return { rows: shape.slice(0, -1).reduce((product, size) => product * size, 1), columns };
}
