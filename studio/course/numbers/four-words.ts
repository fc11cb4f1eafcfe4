import { RandomStream } from "../../../src/random.ts";
import { dot, type Matrix, product, productTransposed, softmax } from "./softmax.ts";

/** softmax(QKᵀ/√d_k)V on four words, with whole numbers, so that it can be done by hand. */

export const keyWords = ["it", "is", "cold", "today"] as const;
export const queryWords = ["今日", "は", "寒い", "</s>"] as const;

/** d_k. */
export const keySize = 4;

/** Q `[4, d_k]`: a row for each output word. */
export const Q: Matrix = [
  [2, 0, 0, 0],
  [0, 0, 2, 1],
  [0, 2, 0, 0],
  [1, 0, 1, 0],
];

/** K `[4, d_k]`: a row for each source word. */
export const K: Matrix = [
  [0, 0, 1, 2],
  [0, 1, 2, 0],
  [0, 4, 0, 0],
  [4, 1, 0, 0],
];

/** V `[4, 2]`: a row for each source word; how much it says of the temperature and of the day. */
export const V: Matrix = [
  [0, 0],
  [1, 1],
  [10, 0],
  [0, 10],
];

export interface FourWords {
  /** QKᵀ. */
  readonly products: Matrix;
  /** QKᵀ/√d_k, or QKᵀ where it is switched off. */
  readonly scores: Matrix;
  readonly weights: Matrix;
  /** The rows of the result `[4, 2]`. */
  readonly output: Matrix;
}

export function fourWords(isScaled: boolean): FourWords {
  const products = productTransposed(Q, K);
  const scores = products.map((row) => row.map((x) => (isScaled ? x / Math.sqrt(keySize) : x)));
  const weights = scores.map(softmax);
  return { products, scores, weights, output: product(weights, V) };
}

/** What becomes of softmax where queries and keys are drawn from the normal distribution. */
export interface Saturation {
  /** Standard deviation of the scores. */
  readonly deviation: number;
  /** The mean of the largest of the weights. */
  readonly largest: number;
  /** The mean of Σ α(1 − α): what is left of the gradient. */
  readonly slope: number;
}

/** The sizes d_k that are tried. */
export const keySizes = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;

/** Over a hundred queries, each with four keys of d numbers: with the root and without. */
export function saturation(d: number): { readonly scaled: Saturation; readonly plain: Saturation } {
  const random = new RandomStream(d, "saturation");
  const normals = (): number[] => {
    const drawn: number[] = [];
    while (drawn.length < d) drawn.push(random.normal());
    return drawn;
  };
  const queries = Array.from({ length: 100 }, () => {
    const query = normals();
    return keyWords.map(() => dot(query, normals()));
  });
  return {
    scaled: saturationOf(queries.map((scores) => scores.map((score) => score / Math.sqrt(d)))),
    plain: saturationOf(queries),
  };
}

function saturationOf(scores: Matrix): Saturation {
  const weights = scores.map(softmax);
  return {
    deviation: Math.sqrt(mean(scores.flat().map((score) => score * score))),
    largest: mean(weights.map((row) => Math.max(...row))),
    slope: mean(weights.map((row) => row.reduce((sum, weight) => sum + weight * (1 - weight), 0))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
