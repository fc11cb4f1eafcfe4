import { describe, expect, it } from "vitest";
import { input, toOnnx } from "../../../src/graph/index.ts";
import { type AttentionScore, attention, Parameters } from "../../../src/nn/index.ts";
import type { HostTensor } from "../../../src/runtime/index.ts";
import { runtimes } from "../../../test/support/runtimes.ts";
import { fourWords, K, keySizes, Q, saturation, V } from "./four-words.ts";
import { batchMean, forbidden, leaked, maskedWeights, maskScores, paddedBatch } from "./masked-batch.ts";
import { pictures, search } from "./picture-search.ts";
import type { Matrix } from "./softmax.ts";
import { attentionStep, decoderStates, encoderStates, targetWords } from "./word-attention.ts";

interface Attended {
  readonly score: AttentionScore;
  readonly queries: Matrix;
  readonly keys: Matrix;
  readonly values: Matrix;
  readonly mask?: readonly number[];
  readonly sharpness?: number;
}

describe.each(runtimes)("the numbers of the chapters are those of src/nn's attention, $name", ({ open }) => {
  /** Attention of src/nn over one sentence: weights [Q][S] and contexts [Q][V]. */
  async function attend({ score, queries, keys, values, mask, sharpness }: Attended) {
    const [D, S, width] = [keys[0]!.length, keys.length, values[0]!.length];
    const prepare = attention(
      new Parameters(),
      "a",
      { score, ...(sharpness !== undefined && { sharpness }) },
      { query: D, key: D, value: width },
    );
    const found = prepare(
      input("keys", ["S", "B", D]),
      input("values", ["S", "B", width]),
      input("mask", ["S", "B"]),
    )(input("queries", ["B", "Q", D]));
    const executable = await (await open()).compile(toOnnx({ ...found }));
    const tensor = (rows: Matrix, shape: readonly number[]): HostTensor => ({
      dtype: "float32",
      shape: [...shape],
      data: Float32Array.from(rows.flat()),
    });
    const results = await executable.run({
      queries: tensor(queries, [1, queries.length, D]),
      keys: tensor(keys, [S, 1, D]),
      values: tensor(values, [S, 1, width]),
      mask: tensor([mask ?? keys.map(() => 1)], [S, 1]),
    });
    const rows = (name: "weights" | "context", columns: number): number[][] =>
      queries.map((_, q) =>
        Array.from((results[name] as { data: Float32Array }).data.subarray(q * columns, (q + 1) * columns)),
      );
    return { weights: rows("weights", S), context: rows("context", width) };
  }

  it("four words by hand, with the root and without", async () => {
    for (const [isScaled, score] of [
      [true, "scaled-dot"],
      [false, "dot"],
    ] as const) {
      const { weights, output } = fourWords(isScaled);
      const found = await attend({ score, queries: Q, keys: K, values: V });
      expectClose(weights, found.weights);
      expectClose(output, found.context);
    }
  });

  it("attention to words, at a sharpness", async () => {
    for (const sharpness of [1, 3]) {
      const steps = targetWords.map((_, row) => attentionStep(row, [], sharpness));
      const found = await attend({
        score: "dot",
        sharpness,
        queries: decoderStates,
        keys: encoderStates,
        values: encoderStates,
      });
      expectClose(
        steps.map(({ weights }) => weights),
        found.weights,
      );
      expectClose(
        steps.map(({ context }) => context),
        found.context,
      );
    }
  });

  it("a search for pictures", async () => {
    const query = [1, 0.5, -0.25];
    const { weights, pixels } = search(query, 2);
    const found = await attend({
      score: "dot",
      sharpness: 2,
      queries: [query],
      keys: pictures.map(({ key }) => key),
      values: pictures.map(({ pixels: values }) => values),
    });
    expectClose([weights], found.weights);
    expectClose([pixels], found.context);
  });

  it("the mask of padding", async () => {
    // Scores as they are: each query is a row of them, each key a unit vector.
    const keys = maskScores.map((_, s) => maskScores.map((__, i) => (i === s ? 1 : 0)));
    for (const { length } of paddedBatch) {
      const mask = maskScores.map((_, s) => (s < length ? 1 : 0));
      const found = await attend({ score: "dot", queries: maskScores, keys, values: keys, mask });
      expectClose(maskedWeights("padding", length), found.weights);
    }
  });
});

function expectClose(found: Matrix, expected: Matrix): void {
  expect(found.length).toBe(expected.length);
  found.forEach((row, t) =>
    row.forEach((value, s) => {
      expect(value).toBeCloseTo(expected[t]![s]!, 5);
    }),
  );
}

describe("what the chapters say of them", () => {
  it("the row of 寒い has the scores 0, 1, 4, 1 that the text takes powers of", () => {
    expect(fourWords(true).scores[2]).toEqual([0, 1, 4, 1]);
  });

  it("softmax saturates without the root as keys grow, and not with it", () => {
    const sizes = keySizes.map(saturation);
    expect(sizes.at(-1)!.plain.largest).toBeGreaterThan(0.9);
    expect(sizes.at(-1)!.plain.slope).toBeLessThan(0.1);
    for (const { scaled } of sizes.slice(2)) {
      expect(scaled.largest).toBeLessThan(0.6);
      expect(scaled.deviation).toBeGreaterThan(0.85);
      expect(scaled.deviation).toBeLessThan(1.15);
    }
    keySizes.forEach((d, n) => {
      expect(sizes[n]!.plain.deviation / Math.sqrt(d)).toBeCloseTo(sizes[n]!.scaled.deviation, 8);
    });
  });

  it("masks give exactly 0 to what they hide, and rows that add up to 1", () => {
    expect(forbidden).toBe(-1e9);
    for (const { length } of paddedBatch) {
      for (const [t, row] of maskedWeights("both", length).entries()) {
        row.forEach((weight, s) => (s >= length || s > t) && expect(weight).toBe(0));
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      }
    }
    expect(leaked("padding", 2)).toBe(0);
    expect(leaked("none", 2)).toBeGreaterThan(0.3);
    expect(batchMean(false)).toBeLessThan(batchMean(true));
  });
});
