import { expandDims, squeeze, type Tensor, transpose } from "../graph/index.ts";

/** The layout of the rows of a decoder's step: which sentence each belongs to. */
export interface Rows {
  /** Rows as the queries of their sentences: `[R, H]` → `[B, Q, H]`. */
  toQueries(x: Tensor): Tensor;
  /** The queries' results as rows: `[B, Q, V]` → `[R, V]`. */
  fromQueries(x: Tensor): Tensor;
  /** A sentence's values, for each of its rows: `[B, V]` → `[R, V]`. */
  ofSentence(x: Tensor): Tensor;
}

/** One row per sentence: `[B, H]`. */
export const oneEach: Rows = {
  toQueries: (x) => expandDims(x, 1),
  fromQueries: (x) => squeeze(x, 1),
  ofSentence: (x) => x,
};

/** Every step of every sentence: `[T, B, H]`. */
export const allSteps: Rows = {
  toQueries: (x) => transpose(x, [1, 0, 2]),
  fromQueries: (x) => transpose(x, [1, 0, 2]),
  ofSentence: (x) => x,
};
