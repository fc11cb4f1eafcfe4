import { describe, expect, it } from "vitest";
import { compareWithFiniteDifferences } from "../../test/support/finite-differences.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { GradientError, ShapeError } from "../errors.ts";
import * as g from "./index.ts";
import { applyOne } from "./node.ts";

type Inputs = Record<string, g.Tensor>;
interface Case {
  shapes: Record<string, g.Shape>;
  f: (inputs: Inputs) => g.Tensor;
  /** Values away from kinks and poles; default: normal around 0. */
  draw?: (random: { uniform(): number; normal(): number }) => number;
}

const positive = (random: { uniform(): number }) => 0.5 + random.uniform();
/** Different weights for all elements, so that no error cancels. */
const weigh = (x: g.Tensor) => g.sum(g.mul(x, g.add(g.square(x), 0.3)));
const ids = g.constant([1, 5, 1], "int32");
const columns = (ids: readonly number[]) => g.constant(ids, "int64", [2, 3]);

const cases: Record<string, Case> = {
  "add, broadcast": { shapes: { x: ["B", 3], y: [3] }, f: ({ x, y }) => weigh(g.add(x!, y!)) },
  "sub, broadcast": { shapes: { x: ["B", 3], y: ["B", 1] }, f: ({ x, y }) => weigh(g.sub(x!, y!)) },
  "mul, broadcast": { shapes: { x: ["B", 2], y: ["T", 1, 2] }, f: ({ x, y }) => weigh(g.mul(x!, y!)) },
  div: { shapes: { x: ["B", 2], y: [2] }, f: ({ x, y }) => weigh(g.div(x!, y!)), draw: positive },
  maximum: { shapes: { x: ["B", 7], y: [7] }, f: ({ x, y }) => weigh(g.maximum(x!, g.mul(y!, 2))) },
  minimum: { shapes: { x: ["B", 7], y: [7] }, f: ({ x, y }) => weigh(g.minimum(x!, g.mul(y!, 2))) },
  pow: { shapes: { x: ["B", 2], y: [2] }, f: ({ x, y }) => weigh(g.pow(x!, y!)), draw: positive },
  neg: { shapes: { x: ["B", 2] }, f: ({ x }) => weigh(g.neg(x!)) },
  exp: { shapes: { x: ["B", 2] }, f: ({ x }) => weigh(g.exp(x!)) },
  log: { shapes: { x: ["B", 2] }, f: ({ x }) => weigh(g.log(x!)), draw: positive },
  sqrt: { shapes: { x: ["B", 2] }, f: ({ x }) => weigh(g.sqrt(x!)), draw: positive },
  tanh: { shapes: { x: ["B", 2] }, f: ({ x }) => weigh(g.tanh(x!)) },
  sigmoid: { shapes: { x: ["B", 2] }, f: ({ x }) => weigh(g.sigmoid(x!)) },
  relu: { shapes: { x: ["B", 7] }, f: ({ x }) => weigh(g.relu(g.mul(x!, 3))) },
  where: {
    shapes: { x: ["B", 3], y: [3] },
    f: ({ x, y }) => weigh(g.where(g.constant([1, 0, 1], "bool"), x!, y!)),
  },
  cast: { shapes: { x: ["B", 3] }, f: ({ x }) => weigh(g.cast(x!, "float32")) },
  "sum over axes": { shapes: { x: ["T", "B", 2] }, f: ({ x }) => weigh(g.sum(x!, { axes: [0, -1] })) },
  "mean, axis kept": {
    shapes: { x: ["B", 5] },
    f: ({ x }) => weigh(g.sub(x!, g.mean(x!, { axes: [-1], keepAxes: true }))),
  },
  max: { shapes: { x: ["B", 5] }, f: ({ x }) => weigh(g.max(g.mul(x!, 3), { axes: [1] })) },
  logSumExp: { shapes: { x: ["B", 5] }, f: ({ x }) => weigh(g.logSumExp(x!)) },
  reshape: { shapes: { x: ["T", "B", 2] }, f: ({ x }) => weigh(g.softmax(g.reshape(x!, ["T*B", 2]))) },
  "reshape, two axes from another": {
    shapes: { x: ["T", "B", 2], w: [2, 3] },
    f: ({ x, w }) => weigh(g.softmax(g.reshape(g.matmul(g.reshape(x!, ["T*B", 2]), w!), ["T", "B", 3], x!))),
  },
  transpose: {
    shapes: { x: ["T", "B", 2], y: [2, "T", "B"] },
    f: ({ x, y }) => weigh(g.mul(g.transpose(x!, [2, 0, 1]), y!)),
  },
  "concat and split": {
    shapes: { x: ["B", 2], y: ["B", 3] },
    f: ({ x, y }) => {
      const [a, b] = g.split(g.concat([x!, y!]), [4, 1]);
      return g.add(weigh(a!), g.mul(weigh(b!), 3));
    },
  },
  "split, one part unused": { shapes: { x: ["B", 5] }, f: ({ x }) => weigh(g.split(x!, [2, 3])[1]!) },
  expandLike: {
    shapes: { x: [3], y: ["T", "B", 3] },
    f: ({ x, y }) => weigh(g.mul(g.expandLike(x!, y!), y!)),
  },
  "expandDims and squeeze": {
    shapes: { x: ["B", 3] },
    f: ({ x }) => weigh(g.squeeze(g.tanh(g.expandDims(x!, 1, -1)), 1)),
  },
  matmul: { shapes: { x: ["B", 2], w: [2, 7] }, f: ({ x, w }) => weigh(g.matmul(x!, w!)) },
  "matmul, transposed a": {
    shapes: { x: [2, "B"], w: [2, 7] },
    f: ({ x, w }) => weigh(g.matmul(x!, w!, { transposeA: true })),
  },
  "matmul, transposed b": {
    shapes: { x: ["B", 2], w: [7, 2] },
    f: ({ x, w }) => weigh(g.matmul(x!, w!, { transposeB: true })),
  },
  "matmul, both transposed": {
    shapes: { x: [2, "B"], w: [7, 2] },
    f: ({ x, w }) => weigh(g.matmul(x!, w!, { transposeA: true, transposeB: true })),
  },
  "matmul, shared matrix": {
    shapes: { x: ["T", "B", 2], w: [2, 7] },
    f: ({ x, w }) => weigh(g.matmul(x!, w!)),
  },
  "matmul, shared transposed matrix": {
    shapes: { x: ["T", "B", 2], w: [7, 2] },
    f: ({ x, w }) => weigh(g.matmul(x!, w!, { transposeB: true })),
  },
  "matmul, batches": { shapes: { x: ["B", 2, 5], y: ["B", 5, 7] }, f: ({ x, y }) => weigh(g.matmul(x!, y!)) },
  "matmul, shared batches": {
    shapes: { x: ["T", "B", 2, 5], y: ["B", 5, 7] },
    f: ({ x, y }) => weigh(g.matmul(x!, y!)),
  },
  affine: { shapes: { x: ["B", 2], w: [2, 7], b: [7] }, f: ({ x, w, b }) => weigh(g.affine(x!, w!, b!)) },
  "affine, matrix offset": {
    shapes: { x: ["B", 2], w: [2, 7], c: ["B", 7] },
    f: ({ x, w, c }) => weigh(g.affine(x!, w!, c!)),
  },
  "affine, three axes": {
    shapes: { x: ["T", "B", 2], w: [2, 7], b: [7] },
    f: ({ x, w, b }) => weigh(g.affine(x!, w!, b!)),
  },
  "gather, a row twice": { shapes: { table: [7, 2] }, f: ({ table }) => weigh(g.gather(table!, ids)) },
  pick: { shapes: { x: [3, 7] }, f: ({ x }) => weigh(g.pick(x!, ids)) },
  reverseSequences: {
    shapes: { x: ["S", "B", 2], y: ["S", "B", 2] },
    f: ({ x, y }) => weigh(g.mul(g.reverseSequences(x!, g.constant([5, 2, 3], "int64")), y!)),
  },
  softmax: { shapes: { x: ["B", 5], y: [5] }, f: ({ x, y }) => weigh(g.mul(g.softmax(x!), y!)) },
  logSoftmax: { shapes: { x: ["B", 5], y: [5] }, f: ({ x, y }) => weigh(g.mul(g.logSoftmax(x!), y!)) },
  layerNorm: {
    shapes: { x: ["T", "B", 5], g: [5], b: [5] },
    f: ({ x, g: gain, b }) => weigh(g.layerNorm(x!, gain!, b!)),
  },
  "layerNorm without a bias": {
    shapes: { x: ["B", 5], g: [5] },
    f: ({ x, g: gain }) => weigh(g.layerNorm(x!, gain!)),
  },
  crossEntropy: { shapes: { x: [3, 7] }, f: ({ x }) => weigh(g.crossEntropy(x!, ids)) },
  "cross-entropy with smoothed targets": {
    shapes: { x: [3, 7] },
    f: ({ x }) => weigh(g.smoothedCrossEntropy(x!, ids, 0.3).smoothed),
  },
  "cross-entropy with smoothed targets and without": {
    shapes: { x: [3, 7] },
    f: ({ x }) => {
      const { loss, smoothed } = g.smoothedCrossEntropy(x!, ids, 0.3);
      return g.add(weigh(loss), g.mul(weigh(smoothed), 2));
    },
  },
  "slice, from the start": { shapes: { x: ["B", 5] }, f: ({ x }) => weigh(g.slice(x!, 1, 0, 2)) },
  "slice, to the end": { shapes: { x: ["B", 5] }, f: ({ x }) => weigh(g.slice(x!, 1, -2)) },
  "slice, in the middle of a named axis": {
    shapes: { x: ["S", 2] },
    f: ({ x }) => weigh(g.slice(x!, 0, 1, -2)),
  },
  relabel: {
    shapes: { x: ["B", 2], y: ["B", 2] },
    f: ({ x, y }) => weigh(g.mul(g.relabel(g.tanh(x!), ["C", 2]), g.relabel(y!, ["C", 2]))),
  },
  "topK, its values": { shapes: { x: ["B", 5] }, f: ({ x }) => weigh(g.topK(g.mul(x!, 3), 2).values) },
  cumulativeSum: { shapes: { x: ["B", 5] }, f: ({ x }) => weigh(g.cumulativeSum(x!)) },
  putColumns: {
    shapes: { x: [2, 7], y: [2, 3] },
    f: ({ x, y }) => weigh(g.putColumns(g.tanh(x!), columns([5, 0, 2, 1, 3, 6]), y!)),
  },
  pickColumns: {
    shapes: { x: [2, 7] },
    f: ({ x }) => weigh(g.pickColumns(x!, columns([5, 0, 5, 1, 3, 6]))),
  },
  putRows: {
    shapes: { x: [5, 2], y: [3, 2] },
    f: ({ x, y }) => weigh(g.putRows(g.tanh(x!), g.constant([4, 0, 1], "int64"), y!)),
  },
  "logAddExp, broadcast": { shapes: { x: ["B", 3], y: [3] }, f: ({ x, y }) => weigh(g.logAddExp(x!, y!)) },
  square: { shapes: { x: ["B", 3] }, f: ({ x }) => weigh(g.square(x!)) },
  "the gradient of a gradient": {
    shapes: { table: [7, 2], y: [3, 5] },
    f: ({ table, y }) => {
      const [inner] = g.gradient(weigh(g.gather(table!, ids)), [table!]);
      const [picked] = g.gradient(weigh(g.pick(y!, g.constant([4, 0, 4], "int32"))), [y!]);
      return g.add(weigh(inner!), weigh(picked!));
    },
  },
  scan: {
    shapes: { x: ["S", "B", 2], h: ["B", 2] },
    f: ({ x, h }) => {
      const { states } = g.scan({ sequences: [x!], initial: [h!] }, ([now], [before]) => ({
        states: [g.tanh(g.add(g.cumulativeSum(now!), g.slice(g.concat([before!, now!]), 1, 1, 3)))],
        outputs: [],
      }));
      return weigh(states[0]!);
    },
  },
  "a value used twice": {
    shapes: { x: ["B", 2] },
    f: ({ x }) => weigh(g.mul(g.tanh(x!), g.exp(g.tanh(x!)))),
  },
};

describe.each(runtimes)("gradients against finite differences, $name", ({ open }) => {
  it.each(Object.entries(cases))("%s", async (_, { shapes, f, draw }) => {
    const results = await compareWithFiniteDifferences(await open(), shapes, f, {
      ...(draw && { draw }),
      epsilon: 3e-3,
    });
    for (const { error } of results) expect(error).toBeLessThan(5e-3);
  });
});

describe("layerNorm", () => {
  it.each(runtimes)("gives each row mean 0 and variance 1, then gain and bias, $name", async ({ open }) => {
    const [x, gain, bias] = [g.input("x", ["B", 3]), g.constant([1, 2, 3]), g.constant([0, 5, 7])];
    const y = g.layerNorm(x, gain, bias);
    const executable = await (await open()).compile(g.toOnnx({ y }));
    const data = Float32Array.of(1, 2, 3, 40, -20, 40);
    const { y: rows } = await executable.run({ x: { dtype: "float32", shape: [2, 3], data } });
    const [a, b] = [Math.sqrt(3 / 2), Math.sqrt(1 / 2)]; // 1 and 20 over the rows' standard deviations
    const expected = [-a, 5, 7 + 3 * a, b, 5 - 4 * b, 7 + 3 * b];
    [...rows!.data].forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
  });

  it("refuses a gain of another size", () => {
    const wrong = () => g.layerNorm(g.input("x", ["B", 3]), g.input("gain", [2]));
    expect(wrong).toThrow(new ShapeError("layerNorm: [2] is no gain or bias for [B, 3]"));
  });
});

describe("gradient", () => {
  it("wants a scalar", () => {
    const x = g.input("x", ["B", 2]);
    expect(() => g.gradient(x, [x])).toThrow(
      new ShapeError("gradient: the loss must be a scalar, and is [B, 2]"),
    );
  });
});

const x = g.input("x", ["B", 3]);
const condition = g.greater(x, 0);

/** Operators of the door that give no gradient, on purpose: what they give is no float, or does not depend on values. */
const stops: Readonly<Record<string, g.Tensor>> = {
  and: g.and(condition, condition),
  argMax: g.argMax(x),
  equal: g.equal(x, 1),
  greater: condition,
  greaterOrEqual: g.greaterOrEqual(x, 1),
  less: g.less(x, 1),
  nonZero: g.nonZero(g.equal(g.input("v", [3]), 0), "n"),
  not: g.not(condition),
  or: g.or(condition, condition),
  range: g.range(g.sizeOf(x), "n"),
  sizeOf: g.sizeOf(x),
  sizesOf: g.sizesOf(x),
};
/** They give floats that do not depend on their operand's values. */
const constants: Readonly<Record<string, g.Tensor>> = {
  stopGradient: g.stopGradient(g.exp(x)),
  zeros: g.zeros(["B", 2], x),
  zerosLike: g.zerosLike(x),
};
/** What the door has beside operators, or refuses a gradient as a whole. */
const others = [
  "composite",
  "constant",
  "cut",
  "formatShape",
  "gradient",
  "input",
  "loop",
  "toOnnx",
  "vectorJacobian",
];

describe("every operator of the door", () => {
  const checked = new Set(Object.keys(cases).flatMap((name) => name.split(/ and |[ ,]+/)));
  checked.add("crossEntropy").add("smoothedCrossEntropy");

  it.each(Object.keys(g).filter((name) => !others.includes(name)))(
    "%s has a rule that finite differences check, or stops the gradient on purpose",
    (name) => {
      expect([checked.has(name), name in stops, name in constants].filter(Boolean)).toHaveLength(1);
    },
  );

  it.each(Object.entries(stops))("%s gives no float", (_, y) => {
    expect(y.dtype).not.toBe("float32");
  });

  it.each(runtimes)("a stopped gradient is zero, and nothing of it is computed, $name", async ({ open }) => {
    for (const y of Object.values(constants)) {
      const [slope] = g.gradient(weigh(y), [x]);
      const model = g.toOnnx({ slope: slope! });
      const executable = await (await open()).compile(model);
      const data = Float32Array.of(1, 2, 3, 4, 5, 6);
      const { slope: found } = await executable.run({ x: { dtype: "float32", shape: [2, 3], data } });
      expect([...found!.data]).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });

  it("has no operator in a model for a stopped gradient", () => {
    expect(g.toOnnx({ y: g.stopGradient(x) })).toEqual(g.toOnnx({ y: x }));
  });
});

describe("an operator without a rule", () => {
  const round = (operand: g.Tensor) => applyOne({ operator: "Round", inputs: [operand], outputs: [operand] });
  const refusal = new GradientError(
    "gradient: Round has none for operand 1, [B, 3]: write it with operators that have one, or stop the gradient on " +
      "purpose with stopGradient(operand)",
  );

  it("is refused where a gradient is to go through it", () => {
    expect(() => g.gradient(weigh(round(g.exp(x))), [x])).toThrow(refusal);
    expect(() => g.gradient(weigh(round(g.stopGradient(x))), [x])).not.toThrow();
    const y = g.input("y", ["B", 3]);
    expect(() => g.gradient(weigh(g.mul(round(x), y)), [y])).not.toThrow();
  });

  it("is refused inside of a scan", () => {
    const sequence = g.input("sequence", ["T", "B", 3]);
    const { states } = g.scan({ sequences: [sequence], initial: [x] }, ([now], [before]) => ({
      states: [g.add(round(before!), now!)],
      outputs: [],
    }));
    expect(() => g.gradient(weigh(states[0]!), [x])).toThrow(refusal);
  });

  it("is refused where its rule forgets an operand", () => {
    const forgetful = applyOne({
      operator: "Atan2",
      inputs: [x, x],
      outputs: [x],
      gradient: ([dy]) => [dy],
    });
    expect(() => g.gradient(weigh(forgetful), [x])).toThrow(GradientError);
  });

  it("is what a loop is", () => {
    const { states } = g.loop(
      { initial: [x], maximum: g.constant(3, "int64"), length: "n" },
      (_, [before]) => ({
        states: [g.tanh(before!)],
        condition: g.constant(1, "bool"),
      }),
    );
    expect(() => g.gradient(weigh(states[0]!), [x])).toThrow(
      new GradientError("gradient: a loop has none: use scan, or stopGradient on what it gives"),
    );
  });
});
