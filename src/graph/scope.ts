import { Tensor, type TensorType } from "./tensor.ts";

/**
 * The inside of a scan or loop. Operators need not be told in which scope they are: a tensor belongs to the
 * deepest scope among the tensors that it is computed from, so whatever does not depend on the step is computed
 * once, outside.
 */
export class Scope {
  /** 1 for a body at the top, 2 for one inside it. */
  readonly depth: number;
  private readonly sequences = new Map<Tensor, Tensor>();

  constructor() {
    this.depth = depthOf(current) + 1;
  }

  /** A value that this scope carries from step to step. */
  state(type: TensorType): Tensor {
    return new Tensor({ shape: type.shape, dtype: type.dtype }, { kind: "state" }, this);
  }

  /** One step's slice of a stacked tensor `[T, …]`. */
  sequence(stacked: Tensor): Tensor {
    let slice = this.sequences.get(stacked);
    if (slice === undefined) {
      const type = { shape: stacked.shape.slice(1), dtype: stacked.dtype };
      slice = new Tensor(type, { kind: "sequence", stacked }, this);
      this.sequences.set(stacked, slice);
    }
    return slice;
  }

  /** Traces a body: scans and loops that `body` makes are nested in this one. */
  trace<T>(body: () => T): T {
    const outer = current;
    current = this;
    try {
      return body();
    } finally {
      current = outer;
    }
  }
}

let current: Scope | undefined;

/** The deepest of the tensors' scopes: where an operator on them is computed. */
export function deepestScope(tensors: readonly Tensor[]): Scope | undefined {
  let deepest: Scope | undefined;
  for (const { scope } of tensors) {
    if (depthOf(scope) > depthOf(deepest)) deepest = scope;
  }
  return deepest;
}

function depthOf(scope: Scope | undefined): number {
  return scope?.depth ?? 0;
}
