import { describe, expect, it } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import { type ParameterSpec, Weights } from "../nn/index.ts";
import { RandomStream } from "../random.ts";
import { Optimizer } from "./optimizer.ts";

type Training = NonNullable<ConfigurationInput["training"]>;

/** Sizes that are no multiples of a vector's four lanes. */
const specs: readonly ParameterSpec[] = [
  { name: "encoder.weight", shape: [5, 3] },
  { name: "encoder.bias", shape: [7] },
  { name: "decoder.vector", shape: [3, 1] },
  { name: "decoder.weight", shape: [2, 3, 5] },
].map((spec) => ({ ...spec, initialize: () => {} }));

function create(training: Training, of = specs) {
  return new Optimizer(parseConfiguration({ training }).training, of);
}

function drawInto(values: Float32Array, step: number): Float32Array {
  const random = new RandomStream(1, "optimizer test", step);
  return values.map((_, i) => {
    values[i] = random.normal();
    return values[i]!;
  });
}

/** What a plain loop in double precision knows of a tensor. */
interface PlainTensor {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly w: number[];
  readonly m: number[];
  readonly v: number[];
}

interface PlainStep {
  readonly t: number;
  readonly rate: number;
  readonly decay: number;
}

/** The papers' equations, one number at a time. */
const plain: Record<string, (tensor: PlainTensor, g: number[], step: PlainStep) => void> = {
  adam({ w, m, v }, g, { t, rate, decay }) {
    w.forEach((value, i) => {
      const slope = g[i]! + decay * value;
      m[i] = 0.8 * m[i]! + 0.2 * slope;
      v[i] = 0.95 * v[i]! + 0.05 * slope ** 2;
      w[i]! -= (rate * (m[i]! / (1 - 0.8 ** t))) / (Math.sqrt(v[i]! / (1 - 0.95 ** t)) + 1e-3);
    });
  },
  adamw(tensor, g, { t, rate, decay }) {
    const shrunk = tensor.w.map((value) => rate * decay * value);
    plain.adam!(tensor, g, { t, rate, decay: 0 });
    shrunk.forEach((part, i) => {
      tensor.w[i]! -= part;
    });
  },
  sgd({ w, m }, g, { rate, decay }) {
    w.forEach((value, i) => {
      m[i] = 0.7 * m[i]! + g[i]! + decay * value;
      w[i]! -= rate * m[i]!;
    });
  },
  "sgd without momentum"({ w }, g, { rate, decay }) {
    w.forEach((value, i) => {
      w[i]! -= rate * (g[i]! + decay * value);
    });
  },
  adafactor({ rows, columns, w, m, v }, g, { t, rate, decay }) {
    const beta = 1 - t ** -0.8;
    const square = (i: number, j: number) => g[i * columns + j]! ** 2 + 1e-30;
    const sum = (length: number, of: (n: number) => number) =>
      Array.from({ length }, (_, n) => of(n)).reduce((a, b) => a + b, 0);
    // The paper's sums over rows and columns, where the code keeps means.
    for (let i = 0; i < rows; i++) m[i] = beta * m[i]! + (1 - beta) * sum(columns, (j) => square(i, j));
    for (let j = 0; j < columns; j++) v[j] = beta * v[j]! + (1 - beta) * sum(rows, (i) => square(i, j));
    const total = sum(rows, (i) => m[i]!);
    const u = w.map((_, n) => g[n]! / Math.sqrt((m[Math.floor(n / columns)]! * v[n % columns]!) / total));
    const size = Math.sqrt(u.reduce((all, one) => all + one ** 2, 0) / u.length);
    w.forEach((value, n) => {
      w[n] = value - rate * decay * value - (rate * u[n]!) / Math.max(1, size);
    });
  },
};

const cases: Record<string, Training> = {
  adam: { optimizer: "adam", beta1: 0.8, beta2: 0.95, epsilon: 1e-3 },
  adamw: { optimizer: "adamw", beta1: 0.8, beta2: 0.95, epsilon: 1e-3 },
  sgd: { optimizer: "sgd", momentum: 0.7 },
  "sgd without momentum": { optimizer: "sgd", momentum: 0 },
  adafactor: { optimizer: "adafactor" },
};

describe.each(Object.entries(cases))("%s", (name, training) => {
  it("does what the paper says, number by number in double precision, also clipped, in groups and frozen", () => {
    const optimizer = create({
      ...training,
      weightDecay: 0.3,
      groups: [{ parameters: "decoder.weight", learningRateFactor: 0.5, weightDecay: 0.1 }],
      freeze: "encoder.bias",
      clipNorm: 2,
      clipValue: 1.5,
    });
    const start = drawInto(optimizer.values, 0);
    const tensors = new Weights(specs, start).views.map(({ name, shape, data }): PlainTensor => {
      const w = Array.from(data);
      const zeros = () => w.map(() => 0);
      const columns = shape.at(-1)!;
      return { name, rows: w.length / columns, columns, w, m: zeros(), v: zeros() };
    });
    for (let t = 1; t <= 7; t++) {
      drawInto(optimizer.gradient, t);
      const rate = 0.02 * t;
      const clipped = new Weights(specs, optimizer.gradient).views.map(({ data }) =>
        Array.from(data, (slope) => Math.max(-1.5, Math.min(1.5, slope))),
      );
      const squares = clipped.map((slopes) => slopes.reduce((sum, slope) => sum + slope ** 2, 0));
      const norm = Math.sqrt(squares[0]! + squares[2]! + squares[3]!); // without what is frozen
      const scale = Math.min(1, 2 / norm);
      tensors.forEach((tensor, n) => {
        if (tensor.name === "encoder.bias") return;
        const [factor, decay] = { "encoder.weight": [1, 0.3], "decoder.weight": [0.5, 0.1] }[tensor.name] ?? [
          1, 0,
        ];
        const slopes = clipped[n]!.map((slope) => slope * scale);
        plain[name]!(tensor, slopes, { t, rate: rate * factor!, decay: decay! });
      });
      optimizer.sumUp();
      optimizer.update(t, rate);
    }
    const expected = tensors.flatMap(({ w }) => w);
    optimizer.values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
    expect(optimizer.values.subarray(15, 22)).toEqual(start.subarray(15, 22));
    expect(optimizer.values.subarray(0, 15)).not.toEqual(start.subarray(0, 15));
  });

  it("finds the lowest point of a quadratic", () => {
    const optimizer = create({ ...training, clipNorm: 0, ...(name === "adam" ? { epsilon: 1e-8 } : {}) });
    const goal = drawInto(new Float32Array(optimizer.values.length), 9);
    for (let t = 1; t <= 500; t++) {
      optimizer.values.forEach((value, i) => {
        optimizer.gradient[i] = (1 + (i % 3)) * (value - goal[i]!);
      });
      optimizer.update(t, 0.1 * (1 - t / 500));
    }
    optimizer.values.forEach((value, i) => {
      expect(value).toBeCloseTo(goal[i]!, 3);
    });
  });
});

describe("an optimizer", () => {
  it("gives the gradient's norm in double precision", () => {
    const optimizer = create({}, [{ name: "w", shape: [1_000_003], initialize: () => {} }]);
    optimizer.gradient.fill(1.1);
    optimizer.sumUp();
    expect(optimizer.gradientNorm()).toBeCloseTo(Math.fround(1.1) * Math.sqrt(1_000_003), 8);
  });

  it.each(["adam", "sgd"] as const)("gives the same bits however the tensors are cut: %s", (kind) => {
    const [whole, parts] = [[55], [3, 2, 7, 1, 42]].map((sizes) => {
      const of = sizes.map((size, n) => ({ name: `${n}`, shape: [size], initialize: () => {} }));
      const optimizer = create({ optimizer: kind, clipNorm: 0 }, of);
      for (let t = 1; t <= 3; t++) {
        drawInto(optimizer.gradient, t);
        optimizer.update(t, 0.1);
      }
      return optimizer.values;
    });
    expect(whole).toEqual(parts);
  });

  it.each(["adam", "adafactor"] as const)("gives the same bits in any number of shares: %s", (kind) => {
    const of = [[3], [170, 301], [5], [40_009]].map((shape, n) => ({
      name: `${n}`,
      shape,
      initialize: () => {},
    }));
    const { training } = parseConfiguration({ training: { optimizer: kind, clipNorm: 1, clipValue: 0.9 } });
    const [whole, shared] = [1, 3].map((shares) => {
      const optimizer = new Optimizer(training, of, { sums: 3, memory: "shared" });
      const parts = Array.from({ length: shares }, (_, part) => ({ part, of: shares }));
      for (let t = 1; t <= 2; t++) {
        for (const [n, sum] of optimizer.sums.entries()) drawInto(sum, 10 * t + n);
        for (const part of parts.toReversed()) {
          const other = new Optimizer(training, of, { sums: 3, memory: optimizer.memory });
          const [first, second, third] = other.sums.map(({ byteOffset }) => byteOffset);
          other.sumUp(
            {
              additions: [
                [second!, third!],
                [first!, second!],
              ],
              total: first!,
            },
            part,
          );
        }
        for (const part of parts) optimizer.update(t, 0.1, part);
      }
      return [optimizer.values, optimizer.averaged, optimizer.gradientNorm()];
    });
    expect(whole).toEqual(shared);
    const [first, second, third] = [20, 21, 22].map((step) => drawInto(new Float32Array(91_187), step));
    const total = first!.reduce((sum, slope, i) => sum + (slope + (second![i]! + third![i]!)) ** 2, 0);
    expect(whole!.at(-1)).toBeCloseTo(Math.sqrt(total), 2);
  });

  it("clips by the norm before clipping alone where elements are not clipped", () => {
    const optimizer = create({ optimizer: "sgd", momentum: 0, clipNorm: 3 });
    const { length } = optimizer.gradient.fill(2);
    optimizer.sumUp();
    optimizer.update(1, 1);
    for (const value of optimizer.values) expect(value).toBeCloseTo(-3 / Math.sqrt(length), 6);
  });

  it("averages the weights as they move, from where they start", () => {
    const optimizer = create({ averageDecay: 0.5 });
    drawInto(optimizer.values, 0);
    const expected = Array.from(optimizer.values);
    for (let t = 1; t <= 20; t++) {
      drawInto(optimizer.gradient, t);
      optimizer.sumUp();
      optimizer.update(t, 0.1);
      const decay = Math.min(0.5, (1 + t) / (10 + t));
      optimizer.averaged.forEach((value, i) => {
        expected[i] = decay * expected[i]! + (1 - decay) * optimizer.values[i]!;
        expect(value).toBeCloseTo(expected[i]!, 5);
      });
    }
    expect(optimizer.averaged).not.toEqual(optimizer.values);
  });

  it("does without what it is not asked for", () => {
    const optimizer = create({ averageDecay: 0 });
    expect(optimizer.averaged).toBe(optimizer.values);
    expect(optimizer.sums).toHaveLength(1);
  });
});
