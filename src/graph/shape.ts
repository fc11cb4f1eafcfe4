import { ShapeError } from "../errors.ts";

/** A fixed size, or the name of a size that is known when the graph runs. Equal names are equal sizes. */
export type Dimension = number | string;

/** The sizes of a tensor's axes, outermost first; `[]` is a scalar. */
export type Shape = readonly Dimension[];

/** `[S, B, 4]`, as error messages write a shape. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/**
 * The shape of an elementwise operator's result: axes are aligned at the right, and an axis of size 1 stretches.
 * @throws {ShapeError} where two sizes differ and neither is 1
 */
export function broadcastShapes(operator: string, shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let size: Dimension = 1;
    for (const shape of shapes) {
      const other = shape[axis - rank + shape.length] ?? 1;
      if (size === 1) size = other;
      else if (other !== 1 && other !== size) {
        const operands = shapes.map(formatShape).join(" and ");
        throw new ShapeError(`${operator}: ${operands} do not broadcast: ${size} meets ${other}`);
      }
    }
    return size;
  });
}

/** The size of two axes merged into one: a number, or a name such as `T*B`. */
export function mergeDimensions(a: Dimension, b: Dimension): Dimension {
  if (typeof a === "number" && typeof b === "number") return a * b;
  if (a === 1) return b;
  if (b === 1) return a;
  return `${a}*${b}`;
}

/**
 * An axis counted from the end (−1 is the last), so that it stays right when axes are added in front.
 * @throws {ShapeError} where the tensor has no such axis
 */
export function axisFromEnd(operator: string, shape: Shape, axis: number): number {
  const fromEnd = axis < 0 ? axis : axis - shape.length;
  if (fromEnd < -shape.length || fromEnd >= 0) {
    throw new ShapeError(`${operator}: ${formatShape(shape)} has no axis ${axis}`);
  }
  return fromEnd;
}
