import { addColumns, gather } from "./gather.ts";
import { applyOne, record } from "./node.ts";
import { sizesOf, zerosLike } from "./reshape.ts";
import { deepestScope } from "./scope.ts";
import type { Dimension } from "./shape.ts";
import { constant, type Tensor } from "./tensor.ts";

/** The largest values and their indices, in descending order; of equal values the first. */
export interface Top {
  /** `[…, k]` */
  readonly values: Tensor;
  /** `[…, k]`, int64, along the last axis. */
  readonly indices: Tensor;
}

/** The k largest of the last axis, which has at least k: `[…, V]` → `[…, k]`. Without k all of them: a sort. */
export function topK(x: Tensor, k?: number): Top {
  const shape = [...x.shape.slice(0, -1), k ?? x.dimension(-1)];
  const count = k === undefined ? sizesOf(x, [x.rank - 1]) : constant([k], "int64");
  const node = record(
    {
      operator: "TopK",
      inputs: [x, count],
      outputs: [
        { shape, dtype: x.dtype },
        { shape, dtype: "int64" },
      ],
      attributes: { axis: -1, largest: 1, sorted: 1 },
      gradient: ([dy], { inputs: [from], outputs: [, at] }) => [dy && addColumns(zerosLike(from!), at!, dy)],
    },
    deepestScope([x]),
  );
  const [values, indices] = node.outputTensors;
  return { values: values!, indices: indices! };
}

/**
 * The indices of a vector at which a condition holds, in order: `[N]` bool → `[n]` int64.
 * @param size the name of n, which is known when the graph runs
 */
export function nonZero(condition: Tensor, size: string): Tensor {
  const found = applyOne({
    operator: "NonZero",
    inputs: [condition],
    outputs: [{ shape: [1, size], dtype: "int64" }],
  });
  return applyOne({
    operator: "Reshape",
    inputs: [found, constant([-1], "int64")],
    outputs: [{ shape: [size], dtype: "int64" }],
  });
}

/** 0, 1, … up to before an int64 scalar: `[n]` int64, with n called `size`. */
export function range(limit: Tensor, size: Dimension): Tensor {
  return applyOne({
    operator: "Range",
    inputs: [constant(0, "int64"), limit, constant(1, "int64")],
    outputs: [{ shape: [size], dtype: "int64" }],
  });
}

/** A tensor with some of its rows replaced, each at most once: `[N, …]`, at `[n]` int64, by `[n, …]` → `[N, …]`. */
export function putRows(x: Tensor, at: Tensor, rows: Tensor): Tensor {
  const places = applyOne({
    operator: "Reshape",
    inputs: [at, constant([-1, 1], "int64")],
    outputs: [{ shape: [at.dimension(0), 1], dtype: "int64" }],
  });
  return applyOne({
    operator: "ScatterND",
    inputs: [x, places, rows],
    outputs: [x],
    gradient: ([dy], { inputs: [, , put] }) => [
      dy && putRows(dy, at, zerosLike(put!)),
      undefined,
      dy && gather(dy, at),
    ],
  });
}

/** Sums along the last axis up to and including each element: `[…, V]` → `[…, V]`. */
export function cumulativeSum(x: Tensor): Tensor {
  return sumsFrom(x, "start");
}

/** Sums from the start of the last axis, or from its end: each is the other's gradient. */
function sumsFrom(x: Tensor, side: "start" | "end"): Tensor {
  return applyOne({
    operator: "CumSum",
    inputs: [x, constant(-1, "int64")],
    outputs: [x],
    ...(side === "end" && { attributes: { reverse: 1 } }),
    gradient: ([dy]) => [dy && sumsFrom(dy, side === "start" ? "end" : "start")],
  });
}
