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

/** A way in which the weights behind a state begin. */
interface RecurrentInitialization {
  /** One phrase with its source, for help and pages. */
  readonly description: string;
  /** For recurrent weights `[H, n·H]`, n gates side by side, each a matrix of its own. */
  readonly forGates: (gates: number) => Initializer;
}

/** How the weights behind a state may begin: schema, help and pages are made from this list. */
export const recurrentInitializations = {
  xavier: { description: "uniform (Glorot 2010)", forGates: xavierGates },
  orthogonal: {
    description:
      "one orthogonal matrix for each gate, which keeps the lengths of states and gradients (Saxe 2014)",
    forGates: orthogonalGates,
  },
} as const satisfies Readonly<Record<string, RecurrentInitialization>>;

export type RecurrentKind = keyof typeof recurrentInitializations;

/** For recurrent weights `[H, n·H]`, n gates side by side, each a matrix of its own. */
export function recurrentGates(kind: RecurrentKind, gates: number): Initializer {
  return recurrentInitializations[kind].forGates(gates);
}

/**
 * For `[H, n·H]`, n gates side by side: each an orthogonal matrix, drawn evenly from all of them, which keeps the
 * lengths of states and of gradients (Saxe 2014, section 3). It is Q of a normal matrix's QR decomposition: its rows
 * made orthonormal one after the other (Gram–Schmidt in its modified form, in double precision).
 */
function orthogonalGates(gates: number): Initializer {
  return (values, [rows = 1], random) => {
    for (let gate = 0; gate < gates; gate++) {
      const basis: Float64Array[] = [];
      for (let row = 0; row < rows; row++) {
        const vector = Float64Array.from({ length: rows }, () => random.normal());
        for (const earlier of basis) addMultiple(vector, earlier, -dot(vector, earlier));
        const length = Math.sqrt(dot(vector, vector));
        basis.push(vector.map((x) => x / length));
        values.set(basis[row]!, row * gates * rows + gate * rows);
      }
    }
  };
}

/** Normal with standard deviation 0.1: token embeddings. */
export const embeddingNormal: Initializer = (values, _shape, random) => {
  fillNormal(values, 0.1, random);
};

/**
 * For an output layer from H values to V tokens: normal with standard deviation 2/√H, however large V is. Xavier's bound
 * shrinks with V, and then the logits, and all gradients with them, start too small to learn fast.
 */
export function outputNormal(hidden: number): Initializer {
  return (values, _shape, random) => {
    fillNormal(values, 2 / Math.sqrt(hidden), random);
  };
}

/** All zero: biases. */
export const zeroInitializer: Initializer = (values) => {
  values.fill(0);
};

/** All one: gains. */
export const oneInitializer: Initializer = (values) => {
  values.fill(1);
};

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** a += factor · b. */
function addMultiple(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!;
}

function fillUniform(values: Float32Array, bound: number, random: RandomStream): void {
  for (let i = 0; i < values.length; i++) values[i] = bound * (2 * random.uniform() - 1);
}

function fillNormal(values: Float32Array, deviation: number, random: RandomStream): void {
  for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
}
