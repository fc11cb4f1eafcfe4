import { describe, expect, it } from "vitest";
import { affine, input, type Tensor, tanh, toOnnx } from "../../../src/graph/index.ts";
import { cell, Parameters, Weights } from "../../../src/nn/index.ts";
import type { HostTensor } from "../../../src/runtime/index.ts";
import { runtimes } from "../../../test/support/runtimes.ts";
import {
  type CellName,
  type CellWeights,
  cellNames,
  gateNames,
  memoryInputs,
  memoryWeights,
  runCell,
  sensitivity,
  weightCount,
} from "./cell-steps.ts";

/** Weights of which each matters, so that a mix-up of two shows. */
const drawn: Readonly<Record<CellName, CellWeights>> = {
  rnn: { h: { w: 0.7, u: -0.4, b: 0.1 } },
  lstm: {
    i: { w: 0.3, u: 0.2, b: -0.1 },
    f: { w: -0.5, u: 0.7, b: 0.9 },
    o: { w: 1.1, u: -0.3, b: 0.4 },
    g: { w: 0.8, u: 0.6, b: -0.2 },
  },
  gru: { z: { w: 0.5, u: -0.6, b: 0.3 }, r: { w: -0.9, u: 0.4, b: 0.2 }, n: { w: 0.7, u: 1.2, b: -0.3 } },
};
const inputs = [0.5, -1, 2, 0.25];

describe.each(runtimes)("a cell of one unit is the cell of src/nn, $name", ({ open }) => {
  it.each(
    cellNames.flatMap((name) => [
      { name, weights: drawn[name], xs: inputs },
      { name, weights: memoryWeights[name], xs: memoryInputs },
    ]),
  )("$name, $xs", async ({ name, weights, xs }) => {
    const gates = gateNames[name].map((gate) => weights[gate]!);
    const of = (key: "w" | "u" | "b") => gates.map((gate) => gate[key]);
    const { parameters, step } = declared(name);
    const x = input("x", ["B", 1]);
    const states = ["h", ...(name === "lstm" ? ["c"] : [])].map((state) => input(state, ["B", 1]));
    const after = step(x, states);
    const outputs = Object.fromEntries(after.map((state, n) => [n === 0 ? "h1" : "c1", state]));
    const executable = await (await open()).compile(toOnnx(outputs));
    const given = new Weights(parameters.specs);
    const fill = (parameter: string, values: readonly number[]) =>
      given.view(`cell.${parameter}`).data.set(values);
    fill("weight_x0", of("w"));
    fill("weight_h", of("u"));
    fill("bias", of("b"));
    const scalar = (value: number): HostTensor => ({
      dtype: "float32",
      shape: [1, 1],
      data: Float32Array.of(value),
    });
    let [h, c] = [0, 0];
    for (const [t, state] of runCell(name, weights, xs).entries()) {
      const found = await executable.run({
        x: scalar(xs[t]!),
        h: scalar(h),
        ...(name === "lstm" && { c: scalar(c) }),
        ...given.tensors(),
      });
      h = Number((found.h1 as HostTensor).data[0]);
      c = name === "lstm" ? Number((found.c1 as HostTensor).data[0]) : h;
      expect(state.h).toBeCloseTo(h, 5);
      expect(state.c).toBeCloseTo(c, 5);
    }
  });
});

/** The cell of src/nn with one input and one unit; the plain RNN, which src/nn has not, of src/graph's own parts. */
function declared(name: CellName) {
  const parameters = new Parameters();
  if (name !== "rnn") {
    const one = cell(name, parameters, "cell", [1], 1);
    return { parameters, step: (x: Tensor, states: readonly Tensor[]) => one.step([x], states).states };
  }
  const [w, u] = ["x0", "h"].map((of) => parameters.declare(`cell.weight_${of}`, [1, 1], () => {}));
  const b = parameters.declare("cell.bias", [1], () => {});
  const step = (x: Tensor, [h]: readonly Tensor[]) => [tanh(affine(h!, u!, affine(x, w!, b)))];
  return { parameters, step };
}

it.each(["lstm", "gru"] as const)("%s: as many weights as that of src/nn", (name) => {
  const parameters = new Parameters();
  cell(name, parameters, "cell", [4], 5);
  const declaredWeights = parameters.specs.reduce(
    (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  );
  expect(weightCount(name, 4, 5)).toBe(declaredWeights);
});

describe("what the chapter says of them", () => {
  const last = (name: CellName, weights: CellWeights) => runCell(name, weights, memoryInputs).at(-1)!.h;

  it("gates keep a 1 that a plain RNN forgets", () => {
    expect(last("rnn", memoryWeights.rnn)).toBeLessThan(0.2);
    expect(last("lstm", memoryWeights.lstm)).toBeGreaterThan(0.6);
    expect(last("gru", memoryWeights.gru)).toBeGreaterThan(0.7);
  });

  it("u = 0.3 forgets almost at once, a closed forget gate at once", () => {
    expect(runCell("rnn", { h: { w: 1, u: 0.3, b: 0 } }, memoryInputs)[2]!.h).toBeLessThan(0.1);
    const closed = { ...memoryWeights.lstm, f: { w: 0, u: 0, b: -3 } };
    expect(runCell("lstm", closed, memoryInputs)[1]!.h).toBeLessThan(0.05);
  });

  it("the gradient of a plain RNN is the product of u (1 − h²) over the steps", () => {
    const states = runCell("rnn", memoryWeights.rnn, memoryInputs);
    const { w, u } = memoryWeights.rnn.h!;
    const product = states.reduce((sum, { h }, t) => sum * (1 - h * h) * (t === 0 ? w : u), 1);
    expect(sensitivity("rnn", memoryWeights.rnn, memoryInputs)).toBeCloseTo(product, 6);
  });
});
