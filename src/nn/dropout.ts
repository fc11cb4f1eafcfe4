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
  private readonly known = new Map<string, Tensor>();

  constructor(training: boolean) {
    this.training = training;
  }

  /**
   * The mask for a tensor of a shape; undefined where nothing is dropped. Each name has one
   * mask, however often it is requested.
   */
  mask(name: string, shape: Shape, rate: number): Tensor | undefined {
    if (!this.training || rate === 0) return undefined;
    const full = `dropout.${name}`;
    let mask = this.known.get(full);
    if (mask === undefined) {
      mask = input(full, shape);
      this.known.set(full, mask);
      this.masks.push({ name: full, shape, rate });
    }
    return mask;
  }

  /** x with dropout. A mask of another shape than x's is broadcast: its axes of size 1 drop whole slices. */
  apply(name: string, x: Tensor, rate: number, shape: Shape = x.shape): Tensor {
    return drop(x, this.mask(name, shape, rate));
  }
}

/** x times a mask, where there is one. */
export function drop(x: Tensor, mask: Tensor | undefined): Tensor {
  return mask === undefined ? x : mul(x, mask);
}
