import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { greater, input, toOnnx } from "../graph/index.ts";
import { RandomStream } from "../random.ts";
import type { HostTensor } from "../runtime/index.ts";
import { type AttentionOptions, type AttentionScore, attention, attentionScores } from "./attention.ts";
import { Parameters } from "./parameters.ts";
import { Weights } from "./weights.ts";

const [B, Q, S, H, V] = [2, 3, 5, 4, 6];
/** The second sentence has three positions. */
const mask = Float32Array.from({ length: S * B }, (_, i) => (i % B === 1 && i >= 3 * B ? 0 : 1));

/** Weights `[B, Q, S]` and contexts `[B, Q, V]` for drawn queries, keys and values, with what they were made of. */
async function attend(
  options: Partial<AttentionOptions>,
  {
    coverage,
    dropout,
    forced,
  }: { coverage?: Float32Array; dropout?: Float32Array; forced?: Float32Array } = {},
) {
  const parameters = new Parameters();
  const sizes = { query: H, key: H, value: V };
  const whole = { score: "dot", heads: 2, sharpness: 1, coverage: false, ...options } as const;
  const prepare = attention(parameters, "a", whole, sizes);
  const ofStep = (name: string, data: Float32Array | undefined) => data && input(name, ["B", "Q", "S"]);
  const found = prepare(
    input("keys", ["S", "B", H]),
    input("values", ["S", "B", V]),
    input("mask", ["S", "B"]),
  )(input("queries", ["B", "Q", H]), {
    coverage: ofStep("coverage", coverage),
    dropout: ofStep("dropout", dropout),
    forced: forced && {
      weights: input("forced", ["B", "Q", "S"]),
      isForced: greater(input("isForced", ["B", "Q", 1]), 0),
    },
  });
  const random = new RandomStream(3, "attention");
  const draw = (...shape: number[]): HostTensor & { data: Float32Array } => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
    return { dtype: "float32", shape, data };
  };
  const [queries, keys, values] = [draw(B, Q, H), draw(S, B, H), draw(S, B, V)];
  const weights = new Weights(parameters.specs);
  for (let i = 0; i < weights.values.length; i++) weights.values[i] = random.normal();
  const executable = await (await runtimes[0]!.open()).compile(toOnnx({ ...found }));
  const float = (data: Float32Array, ...shape: number[]) => ({ dtype: "float32", shape, data }) as const;
  const results = await executable.run({
    ...{ queries, keys, values, mask: float(mask, S, B) },
    ...(coverage && { coverage: float(coverage, B, Q, S) }),
    ...(dropout && { dropout: float(dropout, B, Q, S) }),
    // The second query of each sentence.
    ...(forced && {
      forced: float(forced, B, Q, S),
      isForced: float(Float32Array.of(0, 1, 0, 0, 1, 0), B, Q, 1),
    }),
    ...weights.tensors(),
  });
  const row = (x: { data: Float32Array }, at: number, width: number) =>
    Array.from(x.data.subarray(at * width, (at + 1) * width));
  return {
    weights: (b: number, q: number) => row(results.weights as { data: Float32Array }, b * Q + q, S),
    context: (b: number, q: number) => row(results.context as { data: Float32Array }, b * Q + q, V),
    query: (b: number, q: number) => row(queries, b * Q + q, H),
    key: (s: number, b: number) => row(keys, s * B + b, H),
    value: (s: number, b: number) => row(values, s * B + b, V),
    parameter: (name: string) => Array.from(weights.view(`a.${name}`).data),
  };
}

type Attended = Awaited<ReturnType<typeof attend>>;

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
/** x W for W `[|x|, columns]`, row-major. */
const times = (x: readonly number[], matrix: readonly number[]) => {
  const columns = matrix.length / x.length;
  return Array.from({ length: columns }, (_, j) =>
    x.reduce((sum, v, i) => sum + v * matrix[i * columns + j]!, 0),
  );
};
const softmax = (scores: readonly number[]) => {
  const powers = scores.map((score) => Math.exp(score));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};
/** Attention weights of a query over the positions that the mask leaves, by plain loops. */
const weightsBy = (attended: Attended, b: number, score: (key: number[], s: number) => number) => {
  const real = b === 1 ? 3 : S;
  const own = softmax(Array.from({ length: real }, (_, s) => score(attended.key(s, b), s)));
  return [...own, ...Array<number>(S - real).fill(0)];
};
const mix = (weights: readonly number[], attended: Attended, b: number) =>
  weights.reduce(
    (sum, weight, s) => sum.map((x, i) => x + weight * attended.value(s, b)[i]!),
    Array<number>(V).fill(0),
  );

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5);
  });
}

describe("attention weights and contexts by plain loops", () => {
  const scores: [
    string,
    Partial<AttentionOptions>,
    (q: number[], k: number[], attended: Attended) => number,
  ][] = [
    ["dot", { score: "dot" }, dot],
    ["scaled dot", { score: "scaled-dot" }, (q, k) => dot(q, k) / 2],
    ["general", { score: "general" }, (q, k, { parameter }) => dot(q, times(k, parameter("weight"))) / 2],
    [
      "additive",
      { score: "additive" },
      (q, k, { parameter }) => {
        const key = times(k, parameter("weight_key"));
        const sums = times(q, parameter("weight_query")).map((x, i) => Math.tanh(x + key[i]!));
        return dot(sums, parameter("vector"));
      },
    ],
    ["uniform", { score: "uniform" }, () => 0],
    ["sharper dot", { score: "dot", sharpness: 1.5 }, (q, k) => 1.5 * dot(q, k)],
  ];
  it.each(scores)("%s", async (_, options, score) => {
    const attended = await attend(options);
    for (const [b, q] of [
      [0, 0],
      [0, 2],
      [1, 1],
    ] as const) {
      const expected = weightsBy(attended, b, (key) => score(attended.query(b, q), key, attended));
      expectClose(attended.weights(b, q), expected);
      expectClose(attended.context(b, q), mix(expected, attended, b));
    }
    expect(attended.weights(1, 2).slice(3)).toEqual([0, 0]); // padding, exactly
  });

  it("several heads: each compares and mixes its own part; the weights are their mean", async () => {
    const attended = await attend({ score: "multi-head", heads: 2 });
    const part = (x: readonly number[], head: number) =>
      x.slice((head * x.length) / 2, ((head + 1) * x.length) / 2);
    for (const [b, q] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const query = times(attended.query(b, q), attended.parameter("weight_query"));
      const byHead = [0, 1].map((head) =>
        weightsBy(attended, b, (k) => {
          const key = times(k, attended.parameter("weight_key"));
          return dot(part(query, head), part(key, head)) / Math.sqrt(2);
        }),
      );
      expectClose(
        attended.weights(b, q),
        byHead[0]!.map((weight, s) => (weight + byHead[1]![s]!) / 2),
      );
      expectClose(
        attended.context(b, q),
        byHead.flatMap((weights, head) => part(mix(weights, attended, b), head)),
      );
    }
  });

  it("additive scores hear of the coverage", async () => {
    const coverage = Float32Array.from({ length: B * Q * S }, (_, i) => (i % 7) / 3);
    const attended = await attend({ score: "additive", coverage: true }, { coverage });
    const expected = weightsBy(attended, 0, (k, s) => {
      const key = times(k, attended.parameter("weight_key"));
      const had = coverage[2 * S + s]!;
      const sums = times(attended.query(0, 2), attended.parameter("weight_query")).map((x, i) =>
        Math.tanh(x + key[i]! + had * attended.parameter("weight_coverage")[i]!),
      );
      return dot(sums, attended.parameter("vector"));
    });
    expectClose(attended.weights(0, 2), expected);
  });

  it.each(["dot", "multi-head"] as const)("dropout changes what %s mixes, not its weights", async (score) => {
    const dropout = Float32Array.from({ length: B * Q * S }, (_, i) => (i % 3 === 0 ? 0 : 1.5));
    const [plain, dropped] = [await attend({ score }), await attend({ score }, { dropout })];
    expectClose(dropped.weights(0, 1), plain.weights(0, 1));
    if (score !== "dot") return expect(dropped.context(0, 1)).not.toEqual(plain.context(0, 1));
    const left = plain.weights(0, 1).map((weight, s) => weight * dropout[S + s]!);
    expectClose(dropped.context(0, 1), mix(left, dropped, 0));
  });
});

describe("weights that are forced", () => {
  it.each(Object.keys(attentionScores) as AttentionScore[])(
    "take the place of those of %s, and are what is mixed",
    async (score) => {
      const forced = Float32Array.from({ length: B * Q * S }, (_, i) => (i % 4) / 4);
      const [plain, changed] = [await attend({ score }), await attend({ score }, { forced })];
      for (const b of [0, 1]) {
        const own = [...forced.slice((b * Q + 1) * S, (b * Q + 2) * S)];
        expectClose(changed.weights(b, 1), own);
        expectClose(changed.context(b, 1), mix(own, changed, b));
        for (const q of [0, 2]) {
          expectClose(changed.weights(b, q), plain.weights(b, q));
          expectClose(changed.context(b, q), plain.context(b, q));
        }
      }
    },
  );
});

describe("the scores of attention", () => {
  it.each(Object.entries(attentionScores))(
    "%s reads the settings that it says, and no others",
    (_, score) => {
      const read = new Set<string>();
      const options = new Proxy({}, { get: (_target, key) => void read.add(String(key)) });
      score.declare(new Parameters(), "a", options, { query: H, key: H, value: V });
      expect([...read].sort()).toEqual([...score.reads].sort());
    },
  );

  it.each(Object.keys(attentionScores) as AttentionScore[])("%s gives padding no weight", async (score) => {
    const { weights } = await attend({ score });
    expect(weights(1, 2).slice(3)).toEqual([0, 0]);
    expect(weights(1, 2).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
  });
});
