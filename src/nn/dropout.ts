import { input, mul, type Shape, type Tensor } from "../graph/index.ts";

/** A mask that the host draws for every update: 0 with probability `rate`, 1 / (1 − rate) elsewhere. */
export interface DropoutMask {
  readonly name: string;
  readonly shape: Shape;
  readonly rate: number;
}

/**
 * Inverted dropout (Srivastava 2014). Masks come from outside, as inputs of the graph, so that they are keyed by
 * seed and update like every other random number. Without training nothing is dropped.
 */
export class Dropout {
  readonly masks: DropoutMask[] = [];
  private readonly training: boolean;

  constructor(training: boolean) {
    this.training = training;
  }

  /** The mask for a tensor of a shape; undefined where nothing is dropped. */
  mask(name: string, shape: Shape, rate: number): Tensor | undefined {
    if (!this.training || rate === 0) return undefined;
    const full = `dropout.${name}`;
    this.masks.push({ name: full, shape, rate });
    return input(full, shape);
  }

  /** x with a part of its elements dropped. */
  apply(name: string, x: Tensor, rate: number): Tensor {
    const mask = this.mask(name, x.shape, rate);
    return mask === undefined ? x : mul(x, mask);
  }
}
