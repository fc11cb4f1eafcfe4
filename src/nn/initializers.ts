import type { RandomStream } from "../random.ts";

/** Fills a parameter's values, row-major, before training. */
export type Initializer = (values: Float32Array, shape: readonly number[], random: RandomStream) => void;

/** Uniform within ±√(6 / (rows + columns)), which keeps variances alike in both directions (Glorot 2010, eq. 16). */
export const xavierUniform: Initializer = (values, [rows = 1, columns = 1], random) => {
  fillUniform(values, Math.sqrt(6 / (rows + columns)), random);
};

/** For `[I, n·H]`, n gates side by side: Xavier's bound for one gate, because each is a matrix of its own. */
export function xavierGates(gates: number): Initializer {
  return (values, [rows = 1, columns = 1], random) => {
    fillUniform(values, Math.sqrt(6 / (rows + columns / gates)), random);
  };
}

/** Normal with standard deviation 0.1: token embeddings. */
export const embeddingNormal: Initializer = (values, _shape, random) => {
  for (let i = 0; i < values.length; i++) values[i] = 0.1 * random.normal();
};

/** All zero: biases. */
export const zeroInitializer: Initializer = (values) => {
  values.fill(0);
};

function fillUniform(values: Float32Array, bound: number, random: RandomStream): void {
  for (let i = 0; i < values.length; i++) values[i] = bound * (2 * random.uniform() - 1);
}
