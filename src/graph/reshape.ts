import { ShapeError } from "../errors.ts";
import type { DType } from "./dtype.ts";
import { apply, applyOne } from "./node.ts";
import { sumTo } from "./reduce.ts";
import { axisFromEnd, type Dimension, formatShape, type Shape } from "./shape.ts";
import { constant, type Tensor } from "./tensor.ts";

/**
 * The same numbers, row-major, in another shape. A named dimension of the new shape is one of x's own, or of the
 * tensor `like`; one that is neither (such as a product `T*B`) is worked out from the others.
 * @throws {ShapeError} where fixed sizes do not agree, or two names are unknown
 */
export function reshape(x: Tensor, shape: Shape, like?: Tensor): Tensor {
  const fixed = (sizes: Shape) => sizes.every((size) => typeof size === "number");
  const product = (sizes: Shape) => sizes.reduce<number>((all, size) => all * Number(size), 1);
  if (fixed(x.shape) && fixed(shape) && product(x.shape) !== product(shape)) {
    throw new ShapeError(
      `reshape: ${formatShape(x.shape)} has ${product(x.shape)} elements, ${formatShape(shape)} ${product(shape)}`,
    );
  }
  return applyOne({
    operator: "Reshape",
    inputs: [x, reshapeTarget(x, shape, like)],
    outputs: [{ shape, dtype: x.dtype }],
    gradient: ([dy], { inputs: [input] }) => [dy && reshape(dy, input!.shape, input)],
    lift: ([lifted]) => [reshape(lifted!, [lifted!.dimension(0), ...shape], like)],
  });
}

/** The shape as ONNX's Reshape reads it: 0 copies the size at the same index, −1 is computed from the others. */
function reshapeTarget(x: Tensor, shape: Shape, like: Tensor | undefined): Tensor {
  let free = true;
  const parts = shape.map((size, axis): number | Tensor => {
    if (typeof size === "number") return size;
    if (x.shape[axis] === size) return 0;
    if (free && !x.shape.includes(size)) {
      free = false;
      return -1;
    }
    const known = [x, like].find((tensor) => tensor?.shape.includes(size));
    if (known === undefined) {
      throw new ShapeError(
        `reshape: ${formatShape(x.shape)} does not tell the size ${size} of ${formatShape(shape)}`,
      );
    }
    return sizesOf(known, [known.shape.indexOf(size)]);
  });
  if (parts.every((part) => typeof part === "number")) return constant(parts, "int64");
  return concat(
    parts.map((part) => (typeof part === "number" ? constant([part], "int64") : part)),
    0,
  );
}

/**
 * The same tensor with other names for its sizes; nothing is computed. Use it where sizes with different names are
 * known to be equal, or where a named size is known to have a certain value.
 */
export function relabel(x: Tensor, shape: Shape): Tensor {
  return applyOne({
    operator: "relabel",
    inputs: [x],
    outputs: [{ shape, dtype: x.dtype }],
    inner: [x],
    gradient: ([dy], { inputs: [input] }) => [dy && relabel(dy, input!.shape)],
  });
}

/** Adds axes of size 1 at the given indices of the result. */
export function expandDims(x: Tensor, ...axes: number[]): Tensor {
  const rank = x.rank + axes.length;
  const places = axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  const shape: Dimension[] = [...x.shape];
  for (const place of places) shape.splice(place, 0, 1);
  return reshape(x, shape);
}

/**
 * Puts the new time axis of lifted operands in front of all axes of an operator that aligns them at the right:
 * `[T, H]` beside `[T, B, H]` becomes `[T, 1, H]`.
 * @param lifted operands of which some have gained a leading axis
 * @param rank the rank of the operator's result before
 */
export function alignTime(
  lifted: readonly Tensor[],
  before: readonly Tensor[],
  rank: number,
): readonly Tensor[] {
  return lifted.map((tensor, index) => {
    const missing = tensor.rank > before[index]!.rank ? rank + 1 - tensor.rank : 0;
    return missing === 0 ? tensor : expandDims(tensor, ...Array.from({ length: missing }, (_, i) => i + 1));
  });
}

/** Removes axes of size 1. */
export function squeeze(x: Tensor, ...axes: number[]): Tensor {
  const gone = axes.map((axis) => axisFromEnd("squeeze", x.shape, axis) + x.rank);
  for (const axis of gone) {
    if (x.shape[axis] !== 1)
      throw new ShapeError(`squeeze: axis ${axis} of ${formatShape(x.shape)} is not of size 1`);
  }
  return reshape(
    x,
    x.shape.filter((_, axis) => !gone.includes(axis)),
  );
}

/** Reorders axes: axis i of the result is axis `order[i]` of x. Default: the last two are exchanged. */
export function transpose(x: Tensor, order?: readonly number[]): Tensor {
  const axes =
    order ??
    [...x.shape.keys()].map((axis, _, all) => (axis < all.length - 2 ? axis : 2 * all.length - 3 - axis));
  if (axes.length !== x.rank || new Set(axes).size !== x.rank || axes.some((axis) => !(axis in x.shape))) {
    throw new ShapeError(`transpose: [${axes}] is not an order of the axes of ${formatShape(x.shape)}`);
  }
  return applyOne({
    operator: "Transpose",
    inputs: [x],
    outputs: [{ shape: axes.map((axis) => x.shape[axis]!), dtype: x.dtype }],
    attributes: { perm: axes },
    gradient: ([dy]) => [
      dy &&
        transpose(
          dy,
          [...axes.keys()].map((axis) => axes.indexOf(axis)),
        ),
    ],
    lift: ([lifted]) => [transpose(lifted!, [0, ...axes.map((axis) => axis + 1)])],
  });
}

/**
 * Joins tensors along one axis (default: the last). They agree in all other axes.
 * @throws {ShapeError} where they do not
 */
export function concat(parts: readonly Tensor[], axis = -1): Tensor {
  const [first] = parts;
  if (first === undefined) throw new ShapeError("concat: nothing to join");
  const place = axisFromEnd("concat", first.shape, axis);
  const sizes = parts.map((part) => part.dimension(place));
  for (const part of parts) {
    if (
      part.rank !== first.rank ||
      part.shape.some((size, i) => i - part.rank !== place && size !== first.shape[i])
    ) {
      throw new ShapeError(
        `concat: ${formatShape(first.shape)} and ${formatShape(part.shape)} differ outside axis ${place}`,
      );
    }
  }
  const total = sizes.every((size) => typeof size === "number")
    ? sizes.reduce<number>((all, size) => all + Number(size), 0)
    : sizes.join("+");
  return applyOne({
    operator: "Concat",
    inputs: parts,
    outputs: [{ shape: first.shape.with(place, total), dtype: first.dtype }],
    attributes: { axis: place },
    gradient: ([dy], { inputs }) =>
      dy === undefined ? inputs.map(() => undefined) : split(dy, fixedSizes(sizes), place),
    ...(parts.every((part) => part.scope === first.scope) && {
      lift: (lifted) => [concat(lifted, place)],
    }),
  });
}

function fixedSizes(sizes: readonly Dimension[]): readonly number[] {
  return sizes.map((size) => {
    if (typeof size === "number") return size;
    throw new ShapeError(`concat: the gradient needs fixed sizes, and one is ${size}`);
  });
}

/**
 * Cuts a tensor along one axis (default: the last) into parts of the given sizes.
 * @throws {ShapeError} where the sizes do not add up to the axis
 */
export function split(x: Tensor, sizes: readonly number[], axis = -1): readonly Tensor[] {
  const place = axisFromEnd("split", x.shape, axis);
  const total = sizes.reduce((all, size) => all + size, 0);
  if (x.dimension(place) !== total) {
    throw new ShapeError(
      `split: parts of ${sizes.join(" + ")} do not make axis ${place} of ${formatShape(x.shape)}`,
    );
  }
  return apply({
    operator: "Split",
    inputs: [x, constant(sizes, "int64")],
    outputs: sizes.map((size) => ({ shape: x.shape.with(place, size), dtype: x.dtype })),
    attributes: { axis: place },
    gradient: (dys, { outputs }) => [
      concat(
        dys.map((dy, i) => dy ?? zerosLike(outputs[i]!)),
        place,
      ),
    ],
    lift: ([lifted]) => split(lifted!, sizes, place),
  });
}

/** The part of one axis from `start` to before `end`, counted from the axis' end if negative (default: all of it). */
export function slice(x: Tensor, axis: number, start: number, end?: number): Tensor {
  const place = axisFromEnd("slice", x.shape, axis);
  const size = x.dimension(place);
  const from = (at: number) => (at < 0 && typeof size === "number" ? at + size : at);
  const known = typeof size === "number" || (end !== undefined && end >= 0);
  const newSize = known ? from(end ?? Number(size)) - from(start) : `${size}[${start}:${end ?? ""}]`;
  return applyOne({
    operator: "Slice",
    inputs: [x, ...[start, end ?? 2 ** 31, place].map((value) => constant([value], "int64"))],
    outputs: [{ shape: x.shape.with(place, newSize), dtype: x.dtype }],
    gradient: ([dy], { inputs: [whole] }) => [dy && surround(dy, whole!, place, start, end)],
    lift: ([lifted]) => [slice(lifted!, place, start, end)],
  });
}

/** The gradient of a slice as a gradient of the whole axis: zeros before and after it. */
function surround(dy: Tensor, whole: Tensor, axis: number, start: number, end: number | undefined): Tensor {
  const before = start === 0 ? [] : [zerosLike(slice(whole, axis, 0, start))];
  const behind = end === undefined ? [] : [zerosLike(slice(whole, axis, end))];
  return relabel(concat([...before, dy, ...behind], axis), whole.shape);
}

/** Sizes of axes as an int64 tensor `[n]`; default: all axes. */
export function sizesOf(x: Tensor, axes: readonly number[] = [...x.shape.keys()]): Tensor {
  const sizes = applyOne({ operator: "Shape", inputs: [x], outputs: [{ shape: [x.rank], dtype: "int64" }] });
  if (axes.length === x.rank) return sizes;
  return applyOne({
    operator: "Gather",
    inputs: [sizes, constant(axes, "int64")],
    outputs: [{ shape: [axes.length], dtype: "int64" }],
    attributes: { axis: 0 },
  });
}

/** The number of elements, an int64 scalar. */
export function sizeOf(x: Tensor): Tensor {
  return applyOne({ operator: "Size", inputs: [x], outputs: [{ shape: [], dtype: "int64" }] });
}

/** x stretched to the shape of another tensor; its axes are aligned at the right. */
export function expandLike(x: Tensor, other: Tensor): Tensor {
  return applyOne({
    operator: "Expand",
    inputs: [x, sizesOf(other)],
    outputs: [{ shape: other.shape, dtype: x.dtype }],
    gradient: ([dy], { inputs: [input] }) => [dy && sumTo(dy, input!.shape)],
  });
}

/** Zeros in the shape of another tensor. */
export function zerosLike(other: Tensor, dtype: DType = other.dtype): Tensor {
  return expandLike(constant(0, dtype), other);
}

/** Zeros of a shape whose named dimensions are `like`'s. */
export function zeros(shape: Shape, like: Tensor, dtype: DType = "float32"): Tensor {
  const sizes = shape.map((size) => {
    if (typeof size === "number") return constant([size], "int64");
    const axis = like.shape.indexOf(size);
    if (axis < 0) throw new ShapeError(`zeros: ${formatShape(like.shape)} does not tell the size ${size}`);
    return sizesOf(like, [axis]);
  });
  return applyOne({
    operator: "Expand",
    inputs: [constant(0, dtype), concat(sizes, 0)],
    outputs: [{ shape, dtype }],
  });
}
