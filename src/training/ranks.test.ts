import { describe, expect, it } from "vitest";
import { localRanks } from "../../test/support/local-ranks.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { parseConfiguration } from "../configuration/configuration.ts";
import { buildBatch, type Example } from "../data/index.ts";
import { ConfigError } from "../errors.ts";
import { startReplicaThread } from "../jobs/replicas/replica-thread.ts";
import { Weights } from "../nn/index.ts";
import { RandomStream } from "../random.ts";
import { Accumulator } from "./accumulator.ts";
import { countReplicas, joinRanks, type Ranks, serveRank, shareState, tellRanks } from "./ranks.ts";
import type { Replica } from "./replica.ts";
import { openReplicas, releaseReplicas } from "./replicas.ts";
import { liveBuffers } from "./training-state.ts";

const sizes = { source: 11, target: 13 };
const runtime = await runtimes[0]!.open();

const random = new RandomStream(1, "ranks test");
const line = (length: number, V: number) => Int32Array.from({ length }, () => 4 + random.integer(V - 4));
const examples = Array.from(
  { length: 60 },
  (_, n): Example => ({ source: line(3 + (n % 3), sizes.source), target: line(2 + (n % 5), sizes.target) }),
);

/** The numbers of parts of some updates; not all replicas have one of each. */
const updates = [7, 1, 5, 2, 8];
const parts = 8;

const kinds = {
  "adam, averaged": { optimizer: "adam", clipValue: 0.02, averageDecay: 0.9 },
  "adafactor, partly frozen": { optimizer: "adafactor", freeze: "encoder.embedding" },
} as const;

/** What some updates find and leave. @param replicasOf how many replicas each rank has */
async function trained(training: (typeof kinds)[keyof typeof kinds], replicasOf: readonly number[]) {
  const configuration = parseConfiguration({
    encoder: { size: 30, embedding: 5, dropout: 0.2 },
    decoder: { size: 150, embedding: 3, dropout: 0.2 }, // larger than a piece of the optimizer
    training: { ...training, microBatches: parts, learningRate: 0.1 },
  });
  const communicators = localRanks(replicasOf.length);
  const joined = await Promise.all(communicators.map((one, rank) => joinRanks(one, replicasOf[rank]!)));
  const ranks: Ranks | undefined = replicasOf.length > 1 ? joined[0] : undefined;
  const others = ranks
    ? joined.slice(1).map((one) => serveRank(one, { startReplica: startReplicaThread }))
    : [];
  const communicator = ranks?.communicator;
  const setup = { configuration, sizes, parts, replicasOf };
  if (ranks) await tellRanks(ranks.communicator, { train: { ...setup, runtime: runtime.name } });
  const opened = await openReplicas({ ...setup, runtime, communicator, startReplica: startReplicaThread });
  const { optimizer, specs } = opened;
  new Weights(specs, optimizer.values).initialize(specs, 1);
  for (const [, buffer] of liveBuffers(optimizer)) if (buffer !== optimizer.values) buffer.fill(0.01);
  if (ranks) await shareState(ranks.communicator, opened);
  const accumulator = new Accumulator({ ...opened, communicator, replicasOf }, parts);
  const found: unknown[] = [];
  for (const [n, count] of updates.entries()) {
    const batches = Array.from({ length: count }, (_, b) => buildBatch(examples, [3 * b, 3 * b + n, 40 + b]));
    const moment = { update: n + 2, progress: n / 4, learningRate: 0.1 / (n + 1) };
    found.push(await accumulator.run(batches, moment));
    await accumulator.update();
  }
  for (const [name, buffer] of liveBuffers(optimizer)) found.push([name, buffer.slice()]);
  if (ranks) await tellRanks(ranks.communicator, { end: "training" });
  if (ranks) await tellRanks(ranks.communicator, { end: "job" });
  await Promise.all([...others, releaseReplicas(opened)]);
  return found;
}

const ones = (ranks: number): number[] => Array(ranks).fill(1);

/** How many replicas each rank has. */
const spreads = {
  "adam, averaged": [[2], [3], [1, 1], [1, 2, 1], ones(5), ones(8)],
  "adafactor, partly frozen": [[3], [2, 1], ones(8)],
};

describe.each(Object.entries(kinds))("updates by %s", (name, training) => {
  it("have the same bits for any number of ranks and replicas", { timeout: 120_000 }, async () => {
    const alone = await trained(training, [1]);
    for (const [, values] of alone.slice(updates.length) as [string, Float32Array][]) {
      expect(values.every(Number.isFinite)).toBe(true);
    }
    for (const replicasOf of spreads[name as keyof typeof kinds]) {
      expect(await trained(training, replicasOf), `replicas by rank: ${replicasOf}`).toEqual(alone);
    }
  });
});

describe("a replica in another thread", () => {
  const configuration = parseConfiguration({
    encoder: { size: 6, embedding: 5 },
    decoder: { size: 7, embedding: 3 },
    training: { microBatches: 2 },
  });
  const setup = { configuration, sizes, runtime, parts: 2, replicasOf: [2] };
  const run = async (startReplica: () => Replica) => {
    const opened = await openReplicas({ ...setup, startReplica });
    const accumulator = new Accumulator({ ...opened, replicasOf: [2] }, 2);
    const batches = [buildBatch(examples, [0, 1]), buildBatch(examples, [2])];
    try {
      return await accumulator.run(batches, { update: 1, learningRate: 0.1 });
    } finally {
      await releaseReplicas(opened);
    }
  };

  it("that fails, or whose thread ends without a word, ends the update with its error", async () => {
    const makeUpdate = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error("a thread has ended with exit code 7");
    };
    await expect(run(() => ({ makeUpdate, release: async () => {} }))).rejects.toThrow(
      new Error("a thread has ended with exit code 7"),
    );
  });
});

describe("replicas of ranks", () => {
  const countOf = (microBatches: number, threadsOf: readonly number[], replicas?: number) =>
    countReplicas(parseConfiguration({ training: { microBatches }, runtime: { replicas } }), threadsOf);

  it("are as many as there are threads, parts or the configuration allow", () => {
    expect(countOf(8, [2, 3])).toEqual([2, 3]);
    expect(countOf(8, [6, 3])).toEqual([4, 3]);
    expect(countOf(8, [6, 3], 2)).toEqual([2, 2]);
    expect(countOf(1, [4])).toEqual([1]);
  });

  it("are refused where ranks would have nothing to do", () => {
    expect(() => countOf(2, [1, 1, 1])).toThrow(
      new ConfigError(
        "training.microBatches 2: 3 ranks cannot share so few parts of a batch: expected 3 or more",
      ),
    );
  });
});
