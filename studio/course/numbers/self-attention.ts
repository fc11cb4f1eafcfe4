import { type Matrix, product, productTransposed, softmax } from "./softmax.ts";

/** Self-attention without weights (Q = K = V = the words' vectors), with or without positions. */

/** The words' vectors, four numbers each, chosen by hand. */
const embeddings: Readonly<Record<string, readonly number[]>> = {
  dog: [1, 0.2, 0, 0.3],
  bites: [0, 1, 0.4, 0],
  man: [0.8, 0, 0.2, 1],
};

export const selfWords = ["dog", "bites", "man"] as const;
export type SelfWord = (typeof selfWords)[number];

/** The positional encoding of Vaswani 2017: sin and cos of pos / 10000^(2i/d), in turns. */
export function positionalEncoding(position: number, d: number): number[] {
  return Array.from({ length: d }, (_, i) => {
    const angle = position / 10000 ** ((2 * Math.floor(i / 2)) / d);
    return i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

export interface SelfAttention {
  readonly weights: Matrix;
  readonly output: Matrix;
}

/** softmax(XXᵀ/√d)X for the words in this order. */
export function selfAttention(words: readonly SelfWord[], hasPositions: boolean): SelfAttention {
  const X = words.map((word, position) => {
    const own = embeddings[word]!;
    const place = positionalEncoding(position, own.length);
    return own.map((x, i) => x + (hasPositions ? place[i]! : 0));
  });
  const weights = productTransposed(X, X).map((row) => softmax(row.map((x) => x / Math.sqrt(X[0]!.length))));
  return { weights, output: product(weights, X) };
}

/** How far what comes out for a word moves, at most, when the sentence is turned around. */
export function orderEffect(word: SelfWord, hasPositions: boolean): number {
  const there = selfAttention(selfWords, hasPositions).output[selfWords.indexOf(word)]!;
  const turned = selfWords.toReversed();
  const back = selfAttention(turned, hasPositions).output[turned.indexOf(word)]!;
  return Math.max(...there.map((x, i) => Math.abs(x - back[i]!)));
}

/** What a layer costs for n words of d numbers (Vaswani 2017, table 1). */
export interface LayerCost {
  /** Multiplications, up to a constant. */
  readonly operations: number;
  /** Steps that must wait for each other. */
  readonly steps: number;
  /** Layers' steps between the first word and the last. */
  readonly path: number;
}

export function layerCosts(n: number, d: number): Readonly<Record<"recurrent" | "selfAttention", LayerCost>> {
  return {
    recurrent: { operations: n * d * d, steps: n, path: n },
    selfAttention: { operations: n * n * d, steps: 1, path: 1 },
  };
}

/** Multi-head attention of a model of d numbers a word, with h heads that share them. */
export function multiHead(d: number, h: number): { readonly keySize: number; readonly weights: number } {
  const keySize = d / h;
  const projections = h * 3 * d * keySize; // of queries, keys and values
  return { keySize, weights: projections + h * keySize * d };
}
