import { RandomStream } from "../random.ts";
import type { ParameterSpec } from "./parameters.ts";

/** One of the parameters' tensors inside the flat buffer. */
export interface WeightView {
  readonly name: string;
  readonly shape: readonly number[];
  /** Shares memory with the flat buffer. */
  readonly data: Float32Array;
}

/**
 * The values of all parameters (or their gradients, or an optimizer's moments) in one flat buffer, with a named
 * view for each: what goes over all of them is one pass over one array.
 */
export class Weights {
  readonly values: Float32Array;
  readonly views: readonly WeightView[];

  constructor(specs: readonly Pick<ParameterSpec, "name" | "shape">[]) {
    const sizes = specs.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
    this.values = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
    let offset = 0;
    this.views = specs.map(({ name, shape }, index) => {
      const data = this.values.subarray(offset, offset + sizes[index]!);
      offset += sizes[index]!;
      return { name, shape, data };
    });
  }

  /** Fresh values, drawn by each parameter's initializer from a stream keyed by the seed and its name. */
  static initialize(specs: readonly ParameterSpec[], seed: number): Weights {
    const weights = new Weights(specs);
    weights.views.forEach(({ name, data, shape }, index) => {
      specs[index]!.initialize(data, shape, new RandomStream(seed, `initialize ${name}`));
    });
    return weights;
  }

  /** The view of a parameter by name. */
  view(name: string): WeightView {
    const view = this.views.find((one) => one.name === name);
    if (view === undefined) throw new RangeError(`no parameter is named ${name}`);
    return view;
  }
}
