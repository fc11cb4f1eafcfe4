/**
 * The recurrent cells with one unit, so that every weight is a number: the equations of src/nn's cells, which the test
 * beside this file runs on the same numbers.
 */

/** The weights of one product: w x + u h + b. */
interface GateWeights {
  readonly w: number;
  readonly u: number;
  readonly b: number;
}

export const cellNames = ["rnn", "lstm", "gru"] as const;
export type CellName = (typeof cellNames)[number];

/** The gates of each cell, in the order in which they are computed. */
export const gateNames = {
  rnn: ["h"],
  lstm: ["i", "f", "o", "g"],
  gru: ["z", "r", "n"],
} as const satisfies Readonly<Record<CellName, readonly string[]>>;

export type CellWeights = Readonly<Record<string, GateWeights>>;

/** One step: the values of the gates, and the states after it. */
export interface CellState {
  readonly gates: Readonly<Record<string, number>>;
  readonly h: number;
  /** The memory of an LSTM; h for others. */
  readonly c: number;
}

/** Weights that keep what was read: an LSTM and a GRU whose gates open when x is 1, and a plain RNN. */
export const memoryWeights: Readonly<Record<CellName, CellWeights>> = {
  rnn: { h: { w: 1, u: 0.8, b: 0 } },
  lstm: {
    i: { w: 6, u: 0, b: -4 },
    f: { w: 0, u: 0, b: 5 },
    o: { w: 0, u: 0, b: 3 },
    g: { w: 2, u: 0, b: 0 },
  },
  gru: {
    z: { w: -6, u: 0, b: 4 },
    r: { w: 0, u: 0, b: 2 },
    n: { w: 2, u: 0, b: 0 },
  },
};

/** A 1, then nothing more: what is left of it? */
export const memoryInputs: readonly number[] = [1, 0, 0, 0, 0, 0, 0, 0];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const along = ({ w, u, b }: GateWeights, x: number, h: number): number => w * x + u * h + b;

type Step = (weights: CellWeights, x: number, before: CellState) => CellState;

const steps: Readonly<Record<CellName, Step>> = {
  rnn(weights, x, before) {
    const h = Math.tanh(along(weights.h!, x, before.h));
    return { gates: {}, h, c: h };
  },
  lstm(weights, x, before) {
    const i = sigmoid(along(weights.i!, x, before.h));
    const f = sigmoid(along(weights.f!, x, before.h));
    const o = sigmoid(along(weights.o!, x, before.h));
    const g = Math.tanh(along(weights.g!, x, before.h));
    const c = f * before.c + i * g;
    return { gates: { i, f, o, g }, h: o * Math.tanh(c), c };
  },
  gru(weights, x, before) {
    const z = sigmoid(along(weights.z!, x, before.h));
    const r = sigmoid(along(weights.r!, x, before.h));
    const { w, u, b } = weights.n!;
    const n = Math.tanh(w * x + b + r * (u * before.h));
    const h = (1 - z) * n + z * before.h;
    return { gates: { z, r, n }, h, c: h };
  },
};

/** The states after each input, from a state of zeros. */
export function runCell(name: CellName, weights: CellWeights, inputs: readonly number[]): CellState[] {
  let state: CellState = { gates: {}, h: 0, c: 0 };
  return inputs.map((x) => {
    state = steps[name](weights, x, state);
    return state;
  });
}

/** ∂hᵀ/∂x¹ by central differences: how much the last state still feels the first input. */
export function sensitivity(name: CellName, weights: CellWeights, inputs: readonly number[]): number {
  const step = 1e-4;
  const last = (first: number): number => runCell(name, weights, [first, ...inputs.slice(1)]).at(-1)!.h;
  return (last(inputs[0]! + step) - last(inputs[0]! - step)) / (2 * step);
}

/** Products of a cell: how many times H (E + H + 1) its weights are. A GRU here has one bias more for each product. */
const productsOf: Readonly<Record<CellName, number>> = { rnn: 1, lstm: 4, gru: 3 };

/** Weights of a cell that reads E numbers and keeps H. */
export function weightCount(name: CellName, E: number, H: number): number {
  return productsOf[name] * H * (E + H + (name === "gru" ? 2 : 1));
}
