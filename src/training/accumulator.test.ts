import { expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { parseConfiguration } from "../configuration/configuration.ts";
import { buildBatch, type Example } from "../data/index.ts";
import { Weights } from "../nn/index.ts";
import { RandomStream } from "../random.ts";
import { Accumulator } from "./accumulator.ts";
import { openReplicas } from "./replicas.ts";

const sizes = { source: 11, target: 13 };

/** Lines of like length, as one batch can hold them. */
function examplesOf(count: number): Example[] {
  const random = new RandomStream(1, "accumulator test");
  const line = (length: number, V: number) => Int32Array.from({ length }, () => 4 + random.integer(V - 4));
  return Array.from({ length: count }, (_, n) => ({
    source: line(3 + (n % 3), sizes.source),
    target: line(2 + (n % 5), sizes.target),
  }));
}

async function create(accumulation: number, dropout = 0) {
  const configuration = parseConfiguration({
    encoder: { size: 6, embedding: 5, dropout },
    decoder: { size: 7, embedding: 3, dropout },
    training: { accumulation, optimizer: "sgd" },
  });
  const runtime = await runtimes[0]!.open();
  const setup = { configuration, sizes, runtime, parts: accumulation, replicasOf: [1] };
  const { replicas, optimizer, specs } = await openReplicas(setup);
  new Weights(specs, optimizer.values).initialize(specs, 1);
  const accumulator = new Accumulator({ replicas, optimizer, replicasOf: [1] }, accumulation);
  return { accumulator, optimizer };
}

it("makes of several batches the update of the batch that holds them all", async () => {
  const examples = examplesOf(30);
  const batch = (from: number, to: number) =>
    buildBatch(
      examples,
      Array.from({ length: to - from }, (_, n) => from + n),
    );
  const [joined, split] = [await create(1), await create(3)];
  for (let update = 1; update <= 3; update++) {
    const whole = await joined.accumulator.run([batch(0, 30)], { update, learningRate: 0.01 });
    const parts = await split.accumulator.run([batch(0, 5), batch(5, 12), batch(12, 30)], {
      update,
      learningRate: 0.01,
    });
    expect(parts.loss).toBeCloseTo(whole.loss, 6);
    expect(parts.gradientNorm).toBeCloseTo(whole.gradientNorm, 5);
    expect(parts.targetTokens).toBe(whole.targetTokens);
    split.optimizer.gradient.forEach((slope, i) => {
      expect(slope).toBeCloseTo(joined.optimizer.gradient[i]!, 6);
    });
    await joined.accumulator.update({ update, learningRate: 0.01 });
    await split.accumulator.update({ update, learningRate: 0.01 });
  }
});

it("draws other dropout masks for each batch of an update", async () => {
  const batch = buildBatch(examplesOf(9), [...Array(9).keys()]);
  const { accumulator, optimizer } = await create(2, 0.5);
  const gradientOf = async (batches: number, update: number) => {
    await accumulator.run(Array(batches).fill(batch), { update, learningRate: 0.01 });
    return optimizer.gradient.map((slope) => slope * batches);
  };
  const [first, third, both] = [await gradientOf(1, 1), await gradientOf(1, 2), await gradientOf(2, 1)];
  const second = both.map((slope, i) => slope - first[i]!);
  for (const one of [second, third]) {
    expect(Math.hypot(...one.map((slope, i) => slope - first[i]!))).toBeGreaterThan(0.01);
  }
  expect(await gradientOf(1, 1)).toEqual(first);
});
