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

  /** @param values the flat buffer, where it exists already; default: zeros */
  constructor(specs: readonly Shaped[], values: Float32Array = new Float32Array(countScalars(specs))) {
    this.values = values;
    let offset = 0;
    this.views = specs.map(({ name, shape }) => {
      const start = offset;
      offset += elements(shape);
      return { name, shape, data: values.subarray(start, offset) };
    });
  }

  /** Draws fresh values, by each parameter's initializer from a stream keyed by the seed and its name. */
  initialize(specs: readonly ParameterSpec[], seed: number): void {
    this.views.forEach(({ name, data, shape }, index) => {
      specs[index]!.initialize(data, shape, new RandomStream(seed, `initialize ${name}`));
    });
  }

  /** All views by name, as a graph's inputs or outputs. */
  tensors(nameOf: (parameter: string) => string = (parameter) => parameter): Record<string, WeightTensor> {
    return Object.fromEntries(
      this.views.map(({ name, shape, data }) => [nameOf(name), { dtype: "float32", shape, data }]),
    );
  }

  /** The view of a parameter by name. */
  view(name: string): WeightView {
    const view = this.views.find((one) => one.name === name);
    if (view === undefined) throw new RangeError(`no parameter is named ${name}`);
    return view;
  }
}

/** A view as runtimes take it. */
export interface WeightTensor {
  readonly dtype: "float32";
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

type Shaped = Pick<ParameterSpec, "name" | "shape">;

/** The number of scalars in all parameters together. */
export function countScalars(specs: readonly Shaped[]): number {
  return specs.reduce((sum, { shape }) => sum + elements(shape), 0);
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
