import { add, cast, div, equal, exp, log, mul, sub } from "./elementwise.ts";
import { applyOne, type GradientRule } from "./node.ts";
import { expandLike, sizeOf, squeeze } from "./reshape.ts";
import { axisFromEnd, type Shape } from "./shape.ts";
import { constant, type Tensor } from "./tensor.ts";

/** Which axes to reduce (−1 is the last; default: all), and whether they stay with size 1 (default: no). */
export interface ReduceOptions {
  readonly axes?: readonly number[];
  readonly keepAxes?: boolean;
}

/** The sum over axes. */
export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  return reduce("ReduceSum", x, options, ([dy], { inputs: [input] }) => [dy && expandLike(dy, input!)]);
}

/** The mean over axes. */
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  return reduce("ReduceMean", x, options, ([dy], { inputs: [input], outputs: [y] }) => {
    if (dy === undefined) return [undefined];
    const count = div(cast(sizeOf(input!), "float32"), cast(sizeOf(y!), "float32"));
    return [expandLike(div(dy, count), input!)];
  });
}

/** The largest value along axes. With ties each of the largest gets the whole gradient. */
export function max(x: Tensor, options: ReduceOptions = {}): Tensor {
  return reduce("ReduceMax", x, options, ([dy], { inputs: [input], outputs: [y] }) => [
    dy && mul(dy, cast(equal(input!, y!), "float32")),
  ]);
}

/** log Σ eˣ along one axis, which stays with size 1; safe for large x. */
export function logSumExp(x: Tensor, axis = -1): Tensor {
  const options = { axes: [axis], keepAxes: true };
  const top = max(x, options);
  return add(log(sum(exp(sub(x, top)), options)), top);
}

/**
 * The index of the largest value along the last axis, which is removed: `[…, V]` → `[…]`, int64. Of equal values the
 * first.
 */
export function argMax(x: Tensor): Tensor {
  return applyOne({
    operator: "ArgMax",
    inputs: [x],
    outputs: [{ shape: x.shape.slice(0, -1), dtype: "int64" }],
    attributes: { axis: -1, keepdims: 0 },
    lift: ([lifted]) => [argMax(lifted!)],
  });
}

/** Sums x over the axes along which a tensor of `shape` was stretched to x's shape: the gradient of broadcasting. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const leading = x.rank - shape.length;
  const added = Array.from({ length: leading }, (_, i) => i - x.rank);
  const stretched = shape.flatMap((size, i) =>
    size === 1 && x.shape[i + leading] !== 1 ? [i - shape.length] : [],
  );
  const kept = stretched.length > 0 ? sum(x, { axes: stretched, keepAxes: true }) : x;
  return added.length > 0 ? sum(kept, { axes: added }) : kept;
}

// Reductions keep their axes in the graph and drop them after, so that a gradient rule sees aligned shapes.
function reduce(operator: string, x: Tensor, options: ReduceOptions, gradient: GradientRule): Tensor {
  const axes = (options.axes ?? x.shape.map((_, axis) => axis)).map((axis) =>
    axisFromEnd(operator, x.shape, axis),
  );
  if (axes.length === 0) return x;
  const kept = keepReduced(operator, x, axes, gradient);
  return options.keepAxes ? kept : squeeze(kept, ...axes);
}

function keepReduced(operator: string, x: Tensor, axes: readonly number[], gradient: GradientRule): Tensor {
  const shape = x.shape.map((size, axis) => (axes.includes(axis - x.rank) ? 1 : size));
  return applyOne({
    operator,
    inputs: [x, constant(axes, "int64")],
    outputs: [{ shape, dtype: x.dtype }],
    attributes: { keepdims: 1 },
    gradient,
    lift: ([lifted]) => [keepReduced(operator, lifted!, axes, gradient)],
  });
}
