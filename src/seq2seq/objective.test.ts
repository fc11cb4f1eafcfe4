import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import { input, logSoftmax, toOnnx } from "../graph/index.ts";
import { Weights } from "../nn/index.ts";
import { RandomStream } from "../random.ts";
import type { HostTensors } from "../runtime/index.ts";
import { traceModel, trainingGraph } from "./model.ts";
import { ownInputName } from "./objective.ts";

const sizes = { source: 7, target: 9 };
const [S, T, B] = [4, 3, 2];
const V = sizes.target;
const int = (data: number[], ...shape: number[]) =>
  ({ dtype: "int32", shape, data: Int32Array.from(data) }) as const;
const float = (data: number[], ...shape: number[]) =>
  ({ dtype: "float32", shape, data: Float32Array.from(data) }) as const;

const targetInput = [2, 2, 5, 8, 4, 0]; // [T, B]; the second target has two tokens
const targetOutput = [5, 8, 4, 3, 3, 0];
const targetWeight = [1, 1, 1, 1, 1, 0];
const sources = int([4, 6, 5, 3, 6, 0, 3, 0], S, B);
const sourceMask = float([1, 1, 1, 1, 1, 0, 1, 0], S, B);

/** The training graph's objective, and a function for teacher forcing on given inputs: log P and attention. */
async function compute(options: ConfigurationInput, feeds: HostTensors = {}) {
  const configuration = parseConfiguration({
    ...options,
    training: { labelSmoothing: 0, ...options.training },
    encoder: { size: 6, embedding: 5, dropout: 0 },
    decoder: { size: 6, embedding: 5, dropout: 0 },
  });
  const runtime = await runtimes[0]!.open();
  const graph = trainingGraph(configuration, sizes);
  const weights = new Weights(graph.parameters);
  const random = new RandomStream(2, "weights");
  for (let i = 0; i < weights.values.length; i++) weights.values[i] = 0.8 * random.normal();
  const common = { source: sources, sourceMask, ...weights.tensors() };
  const training = await runtime.compile(graph.onnx);
  const { loss, objective } = await training.run({
    ...common,
    ...feeds,
    targetInput: int(targetInput, T, B),
    targetOutput: int(targetOutput, T, B),
    targetWeight: float(targetWeight, T, B),
  });

  const { decoder } = traceModel(configuration, sizes);
  const {
    prediction: { logits },
    weights: attention,
  } = decoder.unroll(input("targetInput", ["T", "B"], "int32"));
  const forced = await runtime.compile(toOnnx({ logP: logSoftmax(logits), attention: attention! }));
  const teach = async (inputs: number[]) => {
    const results = await forced.run({ ...common, targetInput: int(inputs, T, B) });
    const read = (name: string) => Array.from(results[name]!.data as Float32Array);
    return { logP: read("logP"), attention: read("attention") }; // [T, B, V], [T, B, S]
  };
  return { loss: Number(loss!.data[0]), objective: Number(objective!.data[0]), teach };
}

const total = (losses: readonly number[]) =>
  losses.reduce((sum, loss, i) => sum + (targetWeight[i] === 0 ? 0 : loss), 0);
const nll = (logP: readonly number[]) => total(targetOutput.map((id, i) => -logP[i * V + id]!));

describe("the training objective by plain loops", () => {
  it("is the negative log-likelihood where nothing is added to it", async () => {
    const { loss, objective, teach } = await compute({});
    expect(loss).toBeCloseTo(nll((await teach(targetInput)).logP), 5);
    expect(objective).toBe(loss);
  });

  it("smooths labels: (1 − ε) of the loss, and ε of the mean over all tokens; the loss is reported as it is", async () => {
    const { loss, objective, teach } = await compute({ training: { labelSmoothing: 0.3 } });
    const { logP } = await teach(targetInput);
    const means = targetOutput.map((_, i) => -logP.slice(i * V, (i + 1) * V).reduce((a, b) => a + b, 0) / V);
    expect(loss).toBeCloseTo(nll(logP), 5);
    expect(objective).toBeCloseTo(0.7 * nll(logP) + 0.3 * total(means), 4);
  });

  it("adds λ Σ min(attention, coverage)", async () => {
    const { loss, objective, teach } = await compute({ context: { coverageLoss: 0.4 } });
    const { attention } = await teach(targetInput);
    const at = (t: number, b: number, s: number) => attention[(t * B + b) * S + s]!;
    const twice = targetOutput.map((_, i) => {
      const [t, b] = [Math.floor(i / B), i % B];
      let sum = 0;
      for (let s = 0; s < S; s++) {
        let coverage = 0;
        for (let before = 0; before < t; before++) coverage += at(before, b, s);
        sum += Math.min(at(t, b, s), coverage);
      }
      return sum;
    });
    expect(total(twice)).toBeGreaterThan(0.1);
    expect(objective).toBeCloseTo(loss + 0.4 * total(twice), 4);
  });

  it("reads its own predictions, of a first pass over the given tokens, where it is told to", async () => {
    const own = [0, 0, 1, 0, 1, 1];
    const feeds = { [ownInputName]: float(own, T, B) };
    const sampled = await compute({ training: { scheduledSampling: { rate: 0.5 } } }, feeds);
    const { logP } = await sampled.teach(targetInput);
    const predicted = targetOutput.map((_, i) => {
      const row = logP.slice(i * V, (i + 1) * V);
      return row.indexOf(Math.max(...row));
    });
    const mixed = targetInput.map((id, i) => (own[i] === 1 ? predicted[i - B]! : id));
    expect(mixed.slice(0, 5)).not.toEqual(targetInput.slice(0, 5));
    expect(sampled.loss).toBeCloseTo(nll((await sampled.teach(mixed)).logP), 5);
  });
});
