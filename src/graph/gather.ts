import { ShapeError } from "../errors.ts";
import { cast, neg } from "./elementwise.ts";
import { applyOne } from "./node.ts";
import { expandDims, relabel, reshape, squeeze, zerosLike } from "./reshape.ts";
import { formatShape, mergeDimensions, type Shape, sameShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** Rows of a table by number: `[V, …]` at `[i, j]` → `[i, j, …]`. The gradient adds up rows that were read twice. */
export function gather(table: Tensor, indices: Tensor): Tensor {
  return applyOne({
    operator: "Gather",
    inputs: [table, indices],
    outputs: [{ shape: [...indices.shape, ...table.shape.slice(1)], dtype: table.dtype }],
    attributes: { axis: 0 },
    gradient: ([dy], { inputs: [rows, at] }) => [dy && scatterRows(rows!, at!, dy)],
    ...(table.origin.kind !== "sequence" && { lift: ([rows, at]) => [gather(rows!, at!)] }),
  });
}

/** Zeros in the shape of a table, with updates added at rows. */
function scatterRows(table: Tensor, indices: Tensor, updates: Tensor): Tensor {
  const count = [...indices.shape].reduce(mergeDimensions, 1);
  const rows = reshape(updates, [count, ...table.shape.slice(1)]);
  return applyOne({
    operator: "ScatterND",
    inputs: [zerosLike(table), cast(reshape(indices, [count, 1]), "int64"), rows],
    outputs: [{ shape: table.shape, dtype: table.dtype }],
    attributes: { reduction: "add" },
    gradient: ([dy], { inputs: [, at] }) => [dy, undefined, dy && gatherRows(dy, at!, rows.shape)],
  });
}

/** `[V, …]` at `[n, 1]` → `[n, …]`. */
function gatherRows(table: Tensor, places: Tensor, shape: Shape): Tensor {
  return relabel(gather(table, squeeze(places, -1)), shape);
}

/**
 * One element of the last axis for each row: `[…, V]` at `[…]` → `[…]`.
 * @throws {ShapeError} where the indices' shape is not the rows'
 */
export function pick(x: Tensor, indices: Tensor): Tensor {
  if (!sameShape(x.shape.slice(0, -1), indices.shape)) {
    throw new ShapeError(
      `pick: ${formatShape(x.shape)} has no element for each of ${formatShape(indices.shape)}`,
    );
  }
  return squeeze(pickColumns(x, expandDims(indices, -1)), -1);
}

/** Some elements of the last axis for each row: `[…, V]` at `[…, n]` → `[…, n]`. */
export function pickColumns(x: Tensor, columns: Tensor): Tensor {
  return applyOne({
    operator: "GatherElements",
    inputs: [x, columns],
    outputs: [{ shape: columns.shape, dtype: x.dtype }],
    attributes: { axis: -1 },
    gradient: ([dy], { inputs: [row, at] }) => [dy && addColumns(zerosLike(row!), at!, dy)],
    lift: ([row, at]) => [pickColumns(row!, at!)],
  });
}

/** x with updates added at columns of its last axis: `[…, V]`, `[…, n]`, `[…, n]` → `[…, V]`. */
export function addColumns(x: Tensor, columns: Tensor, updates: Tensor): Tensor {
  return applyOne({
    operator: "ScatterElements",
    inputs: [x, columns, updates],
    outputs: [{ shape: x.shape, dtype: x.dtype }],
    attributes: { axis: -1, reduction: "add" },
    gradient: ([dy], { inputs: [, at] }) => [dy, undefined, dy && pickColumns(dy, at!)],
  });
}

/** x with some columns of its last axis replaced, each at most once: `[…, V]`, `[…, n]`, `[…, n]` → `[…, V]`. */
export function putColumns(x: Tensor, columns: Tensor, values: Tensor): Tensor {
  return applyOne({
    operator: "ScatterElements",
    inputs: [x, columns, values],
    outputs: [x],
    attributes: { axis: -1 },
    gradient: ([dy], { inputs: [, at, put] }) => [
      dy && putColumns(dy, at!, zerosLike(put!)),
      undefined,
      dy && pickColumns(dy, at!),
    ],
  });
}

/** x with an amount `[…]` taken from one column of each row: the gradient of picking it from a softmax. */
export function subtractPicked(x: Tensor, indices: Tensor, amounts: Tensor): Tensor {
  return addColumns(x, expandDims(indices, -1), expandDims(neg(amounts), -1));
}

/**
 * Each column's first steps in the opposite order, the padding behind them as it was: `[S, B, …]` → `[S, B, …]`.
 * @param lengths steps to reverse in each column, `[B]` int64
 */
export function reverseSequences(x: Tensor, lengths: Tensor): Tensor {
  return applyOne({
    operator: "ReverseSequence",
    inputs: [x, lengths],
    outputs: [x],
    attributes: { time_axis: 0, batch_axis: 1 },
    gradient: ([dy], { inputs: [, steps] }) => [dy && reverseSequences(dy, steps!)],
  });
}
