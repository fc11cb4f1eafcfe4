import {
  add,
  div,
  expandDims,
  matmul,
  mul,
  softmax,
  squeeze,
  sub,
  type Tensor,
  tanh,
  transpose,
} from "../graph/index.ts";
import { xavierUniform } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

export type Score = "dot" | "scaled-dot" | "general" | "additive";

/** What queries find: the attention weights and the mixtures of values that they make. */
interface Attended {
  /** `[B, Q, S]`; rows add up to 1, padding gets exactly 0. */
  readonly weights: Tensor;
  /** `[B, Q, V]` for values of size V. */
  readonly context: Tensor;
}

/** Attention over one batch of sources, of Q queries a sentence: `[B, Q, H]`. */
export type Attend = (queries: Tensor) => Attended;

/**
 * Attention as query, key and value: Attention(Q, K, V) = softmax(score(Q, K)) V. The query is the decoder's
 * state, the keys are the encoder's states, the values are made of them too. Scores of a query q and a key k:
 *
 *     dot         q·k                          Luong 2015, eq. 8
 *     scaled-dot  q·k / √D                     Vaswani 2017, eq. 1
 *     general     q·(k W) / √D                 Luong 2015, eq. 8, times 1/√D
 *     additive    v·tanh(q W + k U)            Bahdanau 2015, appendix A.1.2
 *
 * D is the query's size. In "general" W could take the divisor in, but then each of Adam's steps on its H² elements
 * would move the scores by more than 1, and attention would freeze on one position before it has learnt anything.
 *
 * @param querySize H of the decoder
 * @param keySize H of the encoder
 * @returns a function that prepares one batch: keys `[S, B, H]`, values `[S, B, V]` and mask `[S, B]` (1 real, 0
 * padding)
 */
export function attention(
  parameters: Parameters,
  name: string,
  score: Score,
  querySize: number,
  keySize: number,
): (keys: Tensor, values: Tensor, mask: Tensor) => Attend {
  const declare = (part: string, rows: number, columns: number) =>
    parameters.declare(`${name}.${part}`, [rows, columns], xavierUniform);
  const weight = score === "general" ? declare("weight", keySize, querySize) : undefined;
  const additive =
    score === "additive"
      ? {
          query: declare("weight_query", querySize, querySize),
          key: declare("weight_key", keySize, querySize),
          vector: declare("vector", querySize, 1),
        }
      : undefined;

  return (keys, values, mask) => {
    const valuesByBatch = transpose(values, [1, 0, 2]); // [B, S, V]
    const bias = expandDims(mul(sub(transpose(mask), 1), 1e9), 1); // [B, 1, S], −10⁹ at padding
    const scoreAgainst = prepareKeys(transpose(keys, [1, 0, 2]));
    return (queries) => {
      const weights = softmax(add(scoreAgainst(queries), bias)); // [B, Q, S]
      return { weights, context: matmul(weights, valuesByBatch) };
    };
  };

  /** Prepares keys `[B, S, H]`, and gives the function from queries `[B, Q, H]` to scores `[B, Q, S]`. */
  function prepareKeys(keys: Tensor): (queries: Tensor) => Tensor {
    if (additive !== undefined) {
      const projected = expandDims(matmul(keys, additive.key), 1); // [B, 1, S, H]
      return (queries) => {
        const sums = add(expandDims(matmul(queries, additive.query), 2), projected); // [B, Q, S, H]
        return squeeze(matmul(tanh(sums), additive.vector), -1);
      };
    }
    const projected = weight === undefined ? keys : matmul(keys, weight);
    const scaled = score === "dot" ? projected : div(projected, Math.sqrt(querySize));
    return (queries) => matmul(queries, scaled, { transposeB: true });
  }
}
