import { formatShape, input, type Tensor } from "../graph/index.ts";
import type { Initializer } from "./initializers.ts";

/** A trained tensor before it has values. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialize: Initializer;
}

/**
 * Collects the parameters that layers declare while a model is traced. The tensors are inputs of the graph, so
 * one set of values serves the graphs for training, scoring and search.
 */
export class Parameters {
  readonly specs: ParameterSpec[] = [];
  readonly tensors: Tensor[] = [];
  private readonly prefix: string;

  /** @param prefix stands before the parameters' names where they are inputs of the graph */
  constructor(prefix = "") {
    this.prefix = prefix;
  }

  /**
   * @param name dotted path, unique in the model: "encoder.0.forward.weight_h"
   * @throws {TypeError} where the name is taken
   */
  declare(name: string, shape: readonly number[], initialize: Initializer): Tensor {
    if (this.specs.some((spec) => spec.name === name)) {
      throw new TypeError(`parameter ${name} ${formatShape(shape)} is declared twice`);
    }
    const tensor = input(this.prefix + name, shape);
    this.specs.push({ name, shape, initialize });
    this.tensors.push(tensor);
    return tensor;
  }
}
