import { describe, expect, it } from "vitest";
import { compareWithFiniteDifferences } from "../../test/support/finite-differences.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { exp, gradient, input, logSoftmax, sum, type Tensor, toOnnx, transpose } from "../graph/index.ts";
import { Parameters } from "../nn/index.ts";
import { RandomStream } from "../random.ts";
import type { HostTensor } from "../runtime/index.ts";
import { EOS, PAD, UNK } from "../text/index.ts";
import { copying, distribution } from "./copying.ts";
import { vocabularyLogits } from "./vocabulary-logits.ts";

const [T, B, S, V] = [4, 3, 5, 7];
/** The token ids of three sources. The second has V + 0 three times, the third ends early. */
const columns = [
  [4, 8, 9, 4, EOS],
  [7, 7, 5, 7, EOS],
  [6, 8, EOS, PAD, PAD],
];
const copies = columns[0]!.map((_, s) => columns.map((column) => column[s]!)); // [S, B]
/** For each sentence one known, one copied, one both, one neither. */
const targets = [
  [5, 7, UNK],
  [4, 5, 6],
  [9, EOS, 8],
  [EOS, 4, PAD],
]; // [T, B]

function bind(ids: Tensor) {
  const parameters = new Parameters();
  const logits = vocabularyLogits(parameters, { size: 2, vocabulary: V });
  return copying(parameters, logits, { size: 2, embedding: 3, vocabulary: V })(ids);
}

const integers = (rows: readonly (readonly number[])[]): HostTensor => ({
  dtype: "int32",
  shape: [rows.length, rows[0]!.length],
  data: Int32Array.from(rows.flat()),
});
const floats = (shape: readonly number[], data: ArrayLike<number>): HostTensor => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(data),
});
const mixture = () => ({
  logits: input("logits", ["T", "B", V]),
  weights: input("weights", ["T", "B", "S"]),
  gate: input("gate", ["T", "B", 1]),
});
const idsInput = () => input("copies", ["S", "B"], "int32");
const targetsInput = () => input("targets", ["T", "B"], "int32");

/** Logits, attention that is 0 at padding, and gates. */
function drawn() {
  const random = new RandomStream(3, "mixture");
  const logits = Array.from({ length: T * B * V }, () => 2 * random.normal());
  const gate = Array.from({ length: T * B }, () => random.normal());
  const weights = Array.from({ length: T * B }, (_, row) => {
    const scores = columns[row % B]!.map((id) => (id === PAD ? 0 : Math.exp(random.normal())));
    const total = scores.reduce((a, b) => a + b);
    return scores.map((score) => score / total);
  });
  return { logits, gate, weights };
}

/** P of one id, by the paper's equations. */
function probability({ logits, gate, weights }: ReturnType<typeof drawn>, row: number, id: number): number {
  const own = logits.slice(row * V, (row + 1) * V).map(Math.exp);
  const g = 1 / (1 + Math.exp(-gate[row]!));
  const softmax = (own[id] ?? 0) / own.reduce((a, b) => a + b);
  const copied = columns[row % B]!.reduce((all, copy, s) => all + (copy === id ? weights[row]![s]! : 0), 0);
  return g * softmax + (1 - g) * copied;
}

function feeds({ logits, gate, weights }: ReturnType<typeof drawn>): Record<string, HostTensor> {
  return {
    copies: integers(copies),
    targets: integers(targets),
    logits: floats([T, B, V], logits),
    weights: floats([T, B, S], weights.flat()),
    gate: floats([T, B, 1], gate),
  };
}

describe.each(runtimes)("the pointer-generator, $name", ({ open }) => {
  it("gives targets the probability of the equations, without a matrix of all", async () => {
    const { loss } = bind(idsInput()).losses(mixture(), targetsInput(), 0);
    const executable = await (await open()).compile(toOnnx({ loss }));
    const values = drawn();
    const found = (await executable.run(feeds(values))).loss!.data as Float32Array;
    targets.flat().forEach((id, row) => {
      expect(found[row]).toBeCloseTo(-Math.log(probability(values, row, id)), 5);
    });
  });

  it("gives every token, known or of the source alone, its probability; what is none is never written", async () => {
    const { pool, columns: places, mix } = distribution(idsInput(), V);
    const { logits, weights } = mixture();
    // One step with one row per sentence: the first of T.
    const first = { generated: input("generated", ["B", V]), z: input("z", ["B", 1]) };
    const attention = pool(transpose(weights, [1, 0, 2])); // [B, T, S]
    const all = mix(first.generated, first.z, {
      attention: input("pooled", ["B", "S"]),
      columns: places,
    });
    const runtime = await open();
    const prepare = await runtime.compile(toOnnx({ attention, generated: logSoftmax(logits) }));
    const values = drawn();
    const { copies: ids, targets: _, ...others } = feeds(values);
    const prepared = await prepare.run({ copies: ids!, ...others });
    const pooled = Array.from(
      { length: B * S },
      (_, i) => prepared.attention!.data[Math.floor(i / S) * T * S + (i % S)]!,
    );
    const step = await runtime.compile(toOnnx({ all, total: sum(exp(all), { axes: [-1] }) }));
    const result = await step.run({
      copies: ids!,
      generated: floats([B, V], prepared.generated!.data.slice(0, B * V) as Float32Array),
      z: floats([B, 1], values.gate.slice(0, B)),
      pooled: floats([B, S], pooled as number[]),
    });
    for (let b = 0; b < B; b++) {
      expect(result.total!.data[b]).toBeCloseTo(1, 5);
      for (let id = 0; id < V + S; id++) {
        const P = probability(values, b, id);
        const found = Number(result.all!.data[b * (V + S) + id]);
        if (P > 0) expect(found).toBeCloseTo(Math.log(P), 4);
        else expect(found).toBeLessThan(-9e8);
      }
    }
  });

  it("finds the likeliest, that of a token that stands several times too", async () => {
    const likeliest = bind(idsInput()).likeliest(mixture());
    const executable = await (await open()).compile(toOnnx({ likeliest }));
    const values = drawn();
    const found = (await executable.run(feeds(values))).likeliest!.data;
    for (let row = 0; row < T * B; row++) {
      const all = Array.from({ length: V + S }, (_, id) => probability(values, row, id));
      expect(Number(found[row])).toBe(all.indexOf(Math.max(...all)));
    }
    expect(Array.from(found, Number).some((id) => id >= V)).toBe(true);
  });

  it("has finite losses and slopes where gates are shut, and where there is no attention", async () => {
    const { loss } = bind(idsInput()).losses(mixture(), targetsInput(), 0.1);
    const { logits, weights, gate } = mixture();
    const again = bind(idsInput()).losses({ logits, weights, gate }, targetsInput(), 0.1);
    const slopes = gradient(sum(again.smoothed), [logits, weights, gate]);
    const named = { dLogits: slopes[0]!, dWeights: slopes[1]!, dGate: slopes[2]! };
    const executable = await (await open()).compile(toOnnx({ loss, smoothed: again.smoothed, ...named }));
    for (const z of [-300, 300]) {
      for (const scale of [0, 1]) {
        const values = drawn();
        const result = await executable.run(
          feeds({
            logits: values.logits.map((x) => 50 * x),
            gate: values.gate.map(() => z),
            weights: values.weights.map((row) => row.map((x) => scale * x)),
          }),
        );
        for (const { data } of Object.values(result)) {
          for (const x of data as Float32Array) expect(Number.isFinite(x) && Math.abs(x) < 1e8).toBe(true);
        }
      }
    }
  });
});

describe("smoothed losses", () => {
  it("are those of the target, 1 − ε, and of all of the vocabulary's softmax, ε", async () => {
    const epsilon = 0.3;
    const { smoothed } = bind(idsInput()).losses(mixture(), targetsInput(), epsilon);
    const executable = await (await runtimes[0]!.open()).compile(toOnnx({ smoothed }));
    const values = drawn();
    const found = (await executable.run(feeds(values))).smoothed!.data as Float32Array;
    targets.flat().forEach((id, row) => {
      const own = values.logits.slice(row * V, (row + 1) * V);
      const total = Math.log(own.reduce((a, x) => a + Math.exp(x), 0));
      const all = own.reduce((a, x) => a + (total - x), 0) / V;
      const target = -Math.log(probability(values, row, id));
      expect(found[row]).toBeCloseTo((1 - epsilon) * target + epsilon * all, 4);
    });
  });

  it.each([0, 0.3])("have the gradient of finite differences, ε %d", async (epsilon) => {
    const comparisons = await compareWithFiniteDifferences(
      await runtimes[0]!.open(),
      { logits: ["T", "B", V], weights: ["T", "B", "S"], gate: ["T", "B", 1] },
      ({ logits, weights, gate }) => {
        const given = { logits: logits!, weights: exp(weights!), gate: gate! };
        return sum(bind(idsInput()).losses(given, targetsInput(), epsilon).smoothed);
      },
      { feeds: { copies: integers(copies), targets: integers(targets) } },
    );
    for (const { error } of comparisons) expect(error).toBeLessThan(1e-2);
  });
});
