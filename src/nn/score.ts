import { add, div, expandDims, matmul, mul, slice, squeeze, type Tensor, tanh } from "../graph/index.ts";
import { xavierUniform } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

export type Score = "dot" | "scaled-dot" | "general" | "additive" | "uniform";

/** Scores `[B, Q, S]` of queries `[B, Q, H]`; with coverage, `[B, Q, S]`, the attention that each position has received. */
type ScoreAgainst = (queries: Tensor, coverage?: Tensor) => Tensor;

/** From keys `[B, S, H]` to the scores of queries against them. */
type ScoreFunction = (keys: Tensor) => ScoreAgainst;

/**
 * Scores of a query q and a key k:
 *
 *     dot         q·k                          Luong 2015, eq. 8
 *     scaled-dot  q·k / √D                     Vaswani 2017, eq. 1
 *     general     q·(k W) / √D                 Luong 2015, eq. 8, times 1/√D
 *     additive    v·tanh(q W + k U)            Bahdanau 2015, appendix A.1.2
 *                 v·tanh(q W + k U + c w)      with the coverage c of the position, Tu 2016, See 2017, eq. 11
 *     uniform     0                            a control: the mean of all values
 *
 * D is the query's size. In "general" W could absorb the divisor, but then each of Adam's steps on its H² elements
 * would move the scores by more than 1, and attention would settle on one position before it has learnt anything.
 */
export function scoreFunction(
  parameters: Parameters,
  name: string,
  score: Score,
  { query, key }: { readonly query: number; readonly key: number },
  covers: boolean,
): ScoreFunction {
  const declare = (part: string, rows: number, columns: number) =>
    parameters.declare(`${name}.${part}`, [rows, columns], xavierUniform);
  const products = (keys: Tensor) => (queries: Tensor) => matmul(queries, keys, { transposeB: true });
  const scale = Math.sqrt(query);
  switch (score) {
    case "dot":
      return products;
    case "scaled-dot":
      return (keys) => products(div(keys, scale));
    case "general": {
      const weight = declare("weight", key, query);
      return (keys) => products(div(matmul(keys, weight), scale));
    }
    case "additive": {
      const queryWeight = declare("weight_query", query, query);
      const keyWeight = declare("weight_key", key, query);
      const vector = declare("vector", query, 1);
      const coverageWeight = covers ? declare("weight_coverage", 1, query) : undefined;
      return (keys) => {
        const projected = expandDims(matmul(keys, keyWeight), 1); // [B, 1, S, H]
        return (queries, coverage) => {
          const sums = add(expandDims(matmul(queries, queryWeight), 2), projected); // [B, Q, S, H]
          const heard =
            coverageWeight && add(sums, mul(expandDims(coverage!, -1), squeeze(coverageWeight, 0)));
          return squeeze(matmul(tanh(heard ?? sums), vector), -1);
        };
      };
    }
    case "uniform":
      return () => (queries) => mul(slice(queries, -1, 0, 1), 0); // [B, Q, 1], which padding's bias stretches
  }
}
