import { ShapeError } from "../errors.ts";
import type { DType } from "./dtype.ts";
import type { Node } from "./node.ts";
import type { Scope } from "./scope.ts";
import type { Dimension, Shape } from "./shape.ts";

/** What is known of a tensor before it is computed. */
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Where a tensor's value comes from when the graph runs. */
export type Origin =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "constant"; readonly values: readonly number[] }
  /** A state of a scan or loop body, or the loop's counter. */
  | { readonly kind: "state" }
  /** One step's slice of `stacked` in a scan body. */
  | { readonly kind: "sequence"; readonly stacked: Tensor }
  | { readonly kind: "node"; readonly node: Node; readonly index: number };

let count = 0;

/**
 * A symbolic tensor: shape, dtype and how it is computed, but no numbers. Operators take tensors and give new
 * ones; nothing is ever changed. A graph is whatever its outputs reach.
 */
export class Tensor implements TensorType {
  /** Tensors are numbered as they are made, so a tensor's number is above those that it is computed from. */
  readonly id: number = count++;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly origin: Origin;
  /** The scan or loop body that the tensor belongs to; undefined outside of all. */
  readonly scope: Scope | undefined;

  constructor(type: TensorType, origin: Origin, scope?: Scope) {
    this.shape = type.shape;
    this.dtype = type.dtype;
    this.origin = origin;
    this.scope = scope;
  }

  get rank(): number {
    return this.shape.length;
  }

  /** The size of an axis; −1 is the last. */
  dimension(axis: number): Dimension {
    const size = this.shape.at(axis);
    if (size === undefined) throw new RangeError(`a tensor of rank ${this.rank} has no axis ${axis}`);
    return size;
  }
}

/** A tensor, or a number that becomes a constant of the other operand's dtype. */
export type Operand = Tensor | number;

/** A value that is given when the graph runs: data, or a parameter. */
export function input(name: string, shape: Shape, dtype: DType = "float32"): Tensor {
  return new Tensor({ shape, dtype }, { kind: "input", name });
}

/** A value that is part of the graph. `values` are row-major; one number alone is a scalar. */
export function constant(
  values: number | readonly number[],
  dtype: DType = "float32",
  shape?: Shape,
): Tensor {
  const list = typeof values === "number" ? [values] : values;
  const ownShape = shape ?? (typeof values === "number" ? [] : [values.length]);
  return new Tensor({ shape: ownShape, dtype }, { kind: "constant", values: list });
}

/** Turns a number into a constant that fits beside a tensor of the given dtype. */
export function toTensor(operand: Operand, dtype: DType): Tensor {
  return typeof operand === "number" ? constant(operand, dtype) : operand;
}

/** @throws {ShapeError} where operands differ in dtype */
export function checkDTypes(operator: string, operands: readonly Tensor[]): void {
  const dtypes = new Set(operands.map(({ dtype }) => dtype));
  if (dtypes.size > 1)
    throw new ShapeError(`${operator}: operands are ${[...dtypes].join(" and ")}; cast one of them`);
}
