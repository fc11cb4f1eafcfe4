import { fileURLToPath } from "node:url";
import { startReplicaThread as startReplica } from "../src/jobs/replicas/replica-thread.ts";
import { Weights } from "../src/nn/index.ts";
import { trainingGraph } from "../src/seq2seq/model.ts";
import { Optimizer } from "../src/training/optimizer.ts";
import { sendOrders } from "../src/training/rank-orders.ts";
import { localRanks } from "../test/support/local-ranks.ts";
import { type Mpi, mpis, runRanks, withoutMpi } from "../test/support/mpi.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { median, timed } from "./interleave.ts";
import { randomBatch } from "./random-batch.ts";
import { tokensPerSecond } from "./scale-shape.ts";
import { efficiency, type Network, type RankCosts, updateTime } from "./scaling-model.ts";
import { type BenchShape, configurationOf, shapes } from "./shapes.ts";

/** What two replicas are to reach against one session of two threads: issue 21's targets. */
const targets = new Map([
  ["V 60 E 64 H 128", 1.5],
  ["V 4000 E 128 H 256", 1.2],
  ["V 8000 E 256 H 512", 1],
]);

/**
 * Whole training loops. Replicas of one thread each against one session of all threads, in turns; ranks of MPI on this
 * machine, with a batch each; and what a model of an update, made of measured parts, predicts for more ranks.
 */
export const scale: Bench = async (context) => [...(await ofReplicas(context)), ...(await ofRanks(context))];

const ofReplicas: Bench = async ({ runtime, options, say }) => {
  const rounds = Number(options.rounds ?? 5);
  const figures: Figure[] = [];
  for (const shape of shapes.toReversed()) {
    const ways = [1, runtime.threads, 2 * runtime.threads];
    const rates = ways.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [n, microBatches] of ways.entries()) {
        rates[n]!.push(await tokensPerSecond(shape, runtime, { microBatches, startReplica }));
      }
      say(`scale: ${shape.name}: ${rates.map((all) => all.at(-1)!.toFixed(0)).join(", ")} target tokens/s`);
    }
    const [whole, ...others] = rates.map(median);
    figures.push({ name: `scale: ${shape.name}, one session`, value: whole!, unit: "tokens/s" });
    for (const [n, rate] of others.entries()) {
      const target = n === 0 ? targets.get(shape.name) : undefined;
      figures.push({
        name: `scale: ${shape.name}, ${runtime.threads} replicas of ${ways[n + 1]} parts / one session`,
        value: rate / whole!,
        unit: "",
        ...(target !== undefined && { target }),
        note: `${rate.toFixed(0)} target tokens/s`,
      });
    }
  }
  return figures;
};

/** Two networks as their makers describe them; nothing here has measured them. */
const networks: readonly Network[] = [
  { name: "10 Gb/s Ethernet", bandwidth: 1.1e6, perMessage: 0.03 },
  { name: "100 Gb/s InfiniBand", bandwidth: 11e6, perMessage: 0.003 },
];

const ofRanks: Bench = async ({ say }) => {
  const mpi = Object.values(mpis).find((one) => withoutMpi(one) === "");
  if (mpi === undefined) {
    say(`scale: ranks are left out: ${Object.values(mpis).map(withoutMpi).join(" and")}`);
    return [];
  }
  // Ranks that know nothing of each other, but keep both cores busy, are what ranks together are measured against.
  const one = await onRanks(mpi, 2, "training", { HENKAN_MPI: "off" });
  const two = await onRanks(mpi, 2, "training");
  const exchange = await onRanks(mpi, 2, "exchange");
  const figures = Object.entries(exchange).map(
    ([bytes, milliseconds]): Figure => ({
      name: `scale: sum of ${(Number(bytes) / 1e6).toFixed(1)} MB on 2 ranks`,
      value: milliseconds,
      unit: "ms",
      note: `exchanges alone, ${mpi.name} on this machine`,
    }),
  );
  const here = networkOf(exchange);
  for (const shape of shapes.toReversed()) {
    const costs = await costsOf(shape, one[shape.name]!);
    const measured = two[shape.name]! / one[shape.name]! / 2;
    const predicted = efficiency(costs, here, 2);
    figures.push(
      {
        name: `scale: ${shape.name}, 2 ranks together / 2 by themselves`,
        value: measured,
        unit: "%",
        note: `the model says ${(100 * predicted).toFixed(1)} %, ${(100 * (predicted / measured - 1)).toFixed(0)} % off`,
      },
      ...networks.map(
        (network): Figure => ({
          name: `scale: ${shape.name}, 64 ranks, ${network.name}, by the model`,
          value: efficiency(costs, network, 64),
          unit: "%",
          note: [2, 8, 32, 128, 512]
            .map((ranks) => `${ranks}: ${(100 * efficiency(costs, network, ranks)).toFixed(0)} %`)
            .join(", "),
        }),
      ),
    );
    say(
      `scale: ${shape.name}: alone ${costs.alone.toFixed(1)} ms, order ${costs.order.toFixed(3)}, addition ${costs.addition.toFixed(2)}, 2 ranks ${updateTime(costs, here, 2).toFixed(1)}`,
    );
  }
  return figures;
};

/** What rank 0 of a program on so many ranks measures. */
async function onRanks(
  mpi: Mpi,
  ranks: number,
  what: "training" | "exchange",
  env = {},
): Promise<Record<string, number>> {
  const program = fileURLToPath(new URL("./scale-ranks.ts", import.meta.url));
  const { status, stdout, stderr } = await runRanks(mpi, ranks, program, [what], { limit: 600, env });
  if (status !== 0) throw new Error(`${what} on ${ranks} ranks: ${stderr.join("\n")}`);
  return JSON.parse(stdout.find((line) => line.startsWith("{"))!) as Record<string, number>;
}

/** This machine's memory as a network. */
function networkOf(exchange: Readonly<Record<string, number>>): Network {
  const perExchange = (bytes: number) => exchange[String(bytes)]! / 2;
  return {
    name: "this machine",
    perMessage: perExchange(8) / 2, // one each way
    bandwidth: 12.8e6 / 2 / (perExchange(12.8e6) - perExchange(8)),
  };
}

async function costsOf(shape: BenchShape, tokens: number): Promise<RankCosts> {
  const configuration = configurationOf(shape);
  const { parameters: specs } = trainingGraph(configuration, { source: shape.V, target: shape.V });
  const optimizer = new Optimizer(configuration.training, specs, { sums: 2 });
  const [to, from] = optimizer.sums.map(({ byteOffset }) => byteOffset);
  const [ranks] = localRanks(2);
  const update = {
    ...{ update: 1, learningRate: 1, progress: 0, parts: 2, tokens: 1 },
    microBatches: [{ batch: randomBatch(shape), draw: 1 }],
  };
  const milliseconds = async (call: () => unknown) => {
    const time = timed(async () => call());
    await time(3);
    return median([await time(5), await time(5), await time(5)]);
  };
  const once = await milliseconds(() => optimizer.sumUp());
  const added = await milliseconds(() => optimizer.sumUp({ additions: [[to!, from!]], total: to! }));
  return {
    shape,
    parameters: new Weights(specs).values.length,
    alone: (1000 * shape.B * shape.T) / tokens,
    order: await milliseconds(() => sendOrders(ranks!, [{ update }])),
    addition: added - once,
  };
}
