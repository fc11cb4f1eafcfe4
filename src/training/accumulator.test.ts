import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { parseConfiguration } from "../configuration/configuration.ts";
import { buildBatch, type Example } from "../data/index.ts";
import { Weights } from "../nn/index.ts";
import { RandomStream } from "../random.ts";
import { Accumulator } from "./accumulator.ts";
import { LocalReplica } from "./replica.ts";
import { localReplica, startReplicas } from "./replicas.ts";

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
  const setup = { configuration, sizes, runtime, parts: accumulation };
  const { replicas, optimizer, specs } = await localReplica(setup);
  new Weights(specs, optimizer.values).initialize(specs, 1);
  return { accumulator: new Accumulator(replicas, optimizer, accumulation), optimizer };
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
    const whole = await joined.accumulator.run([batch(0, 30)], update);
    const parts = await split.accumulator.run([batch(0, 5), batch(5, 12), batch(12, 30)], update);
    expect(parts.loss).toBeCloseTo(whole.loss, 6);
    expect(parts.gradientNorm).toBeCloseTo(whole.gradientNorm, 5);
    expect(parts.targetTokens).toBe(whole.targetTokens);
    split.optimizer.gradient.forEach((slope, i) => {
      expect(slope).toBeCloseTo(joined.optimizer.gradient[i]!, 6);
    });
    await joined.accumulator.update(update, 0.01);
    await split.accumulator.update(update, 0.01);
  }
});

it("draws other dropout masks for each batch of an update", async () => {
  const batch = buildBatch(examplesOf(9), [...Array(9).keys()]);
  const { accumulator, optimizer } = await create(2, 0.5);
  const gradientOf = async (batches: number, update: number) => {
    await accumulator.run(Array(batches).fill(batch), update);
    return optimizer.gradient.map((slope) => slope * batches);
  };
  const [first, third, both] = [await gradientOf(1, 1), await gradientOf(1, 2), await gradientOf(2, 1)];
  const second = both.map((slope, i) => slope - first[i]!);
  for (const one of [second, third]) {
    expect(Math.hypot(...one.map((slope, i) => slope - first[i]!))).toBeGreaterThan(0.01);
  }
  expect(await gradientOf(1, 1)).toEqual(first);
});

describe("replicas", () => {
  const kinds = {
    adam: { optimizer: "adam", clipValue: 0.02, averageDecay: 0.9 },
    adafactor: { optimizer: "adafactor", freeze: "encoder.embedding" },
  } as const;

  it.each(Object.entries(kinds))(
    "make the same bits, however many share the parts: %s",
    async (_, training) => {
      const configuration = parseConfiguration({
        encoder: { size: 6, embedding: 5, dropout: 0.2 },
        decoder: { size: 7, embedding: 3, dropout: 0.2 },
        training: { ...training, accumulation: 3, microBatches: 7, learningRate: 0.1 },
      });
      const runtime = await runtimes[0]!.open();
      const examples = examplesOf(60);
      const batches = (update: number, count: number) =>
        Array.from({ length: count }, (_, n) => buildBatch(examples, [3 * n, 3 * n + update, 40 + n]));
      const trained = async (count: number) => {
        const setup = { configuration, sizes, runtime, parts: 21 };
        const starting: Promise<LocalReplica>[] = [];
        const { replicas, optimizer, specs } =
          count === 0
            ? await localReplica(setup)
            : await startReplicas({
                ...setup,
                count,
                startReplica: (one) => {
                  const made = LocalReplica.create(one, runtime);
                  starting.push(made);
                  return {
                    gradient: async (request) => (await made).gradient(request),
                    sumUp: async (...args) => (await made).sumUp(...args),
                    update: async (...args) => (await made).update(...args),
                    release: async () => (await made).release(),
                  };
                },
              });
        await Promise.all(starting);
        new Weights(specs, optimizer.values).initialize(specs, 1);
        const accumulator = new Accumulator(replicas, optimizer, 21);
        const found: unknown[] = [];
        for (const [n, parts] of [7, 1, 5, 2].entries()) {
          found.push(await accumulator.run(batches(n + 1, parts), n + 1, n / 4));
          await accumulator.update(n + 1, 0.1 / (n + 1));
        }
        found.push(
          optimizer.values.slice(),
          optimizer.averaged.slice(),
          new Map([...optimizer.moments].map(([name, data]) => [name, data.slice()])),
        );
        await Promise.all(replicas.map((replica) => replica.release()));
        return found;
      };
      const alone = await trained(0);
      expect((alone.at(-3) as Float32Array).every(Number.isFinite)).toBe(true);
      for (const count of [1, 2, 3, 4, 8]) expect(await trained(count)).toEqual(alone);
    },
  );
});
