import {
  add,
  constant,
  div,
  gather,
  mul,
  putRows,
  range,
  relabel,
  reshape,
  sizeOf,
  sizesOf,
  slice,
  squeeze,
  type Tensor,
  zeros,
} from "../../graph/index.ts";
import type { Rows } from "../../seq2seq/rows.ts";

/** The slots for the hypotheses of a batch: K for each of B sentences. Only live hypotheses have rows. */
export class Grid {
  /** K. */
  readonly slots: number;
  /** `[B, 1]` int64: the number of each sentence's first slot. */
  readonly first: Tensor;
  /** `[1, K]` int64: 0 … K − 1. */
  readonly offsets: Tensor;
  /** Any tensor that has the size B, `[B]`. */
  private readonly like: Tensor;

  /**
   * @param x any tensor whose size at `axis` is B
   * @param slots K
   */
  constructor(x: Tensor, axis: number, slots: number) {
    this.slots = slots;
    this.like = range(squeeze(sizesOf(x, [axis]), 0), "B");
    this.first = mul(reshape(this.like, ["B", 1]), slots);
    this.offsets = constant([...Array(slots).keys()], "int64", [1, slots]);
  }

  /** A tensor `[B, …]` filled with one number. */
  full(shape: readonly number[], value: number, dtype: "float32" | "int64" = "float32"): Tensor {
    const empty = zeros(["B", ...shape], this.like, dtype);
    return value === 0 ? empty : add(empty, value);
  }

  /** `[B, K, …]` to `[B*K, …]`. */
  flat(x: Tensor): Tensor {
    return reshape(x, ["B*K", ...x.shape.slice(2)]);
  }

  /** `[B*K, …]` to `[B, K, …]`. */
  unflat(x: Tensor): Tensor {
    return reshape(x, ["B", this.slots, ...x.shape.slice(1)], this.like);
  }

  /** Every slot, `[B*K]` int64. */
  all(): Tensor {
    return this.flat(add(this.first, this.offsets));
  }

  /** The values of each sentence, `[B, …]`, for the rows at slots `[R]`. */
  ofSentence(x: Tensor, slot: Tensor): Tensor {
    return gather(x, this.slots === 1 ? slot : div(slot, this.slots));
  }

  /** The rows at slots `[R]`; `rowOf` `[B*K]` is the inverse, which may be any row at slots without one. */
  rows(slot: Tensor, rowOf: Tensor): Rows {
    return {
      toQueries: (x) => this.unflat(gather(x, rowOf)),
      fromQueries: (x) => gather(this.flat(x), slot),
      ofSentence: (x) => this.ofSentence(x, slot),
    };
  }

  /** The inverse of slots `[R]`: `[B*K]`. */
  rowsOf(slot: Tensor): Tensor {
    return putRows(
      this.flat(this.full([this.slots], 0, "int64")),
      slot,
      range(sizeOf(slot), slot.dimension(0)),
    );
  }
}

/** A tensor whose first size is the number of rows, which may change from step to step: `[n, …]` → `[R, …]`. */
export function asRows(x: Tensor): Tensor {
  return relabel(x, ["R", ...x.shape.slice(1)]);
}

/** One column of the last axis: `[…, n]` → `[…, 1]`. */
export function column(x: Tensor, index: number): Tensor {
  const one = slice(x, -1, index, index === -1 ? undefined : index + 1);
  return relabel(one, [...one.shape.slice(0, -1), 1]); // also where the size is only a name
}
