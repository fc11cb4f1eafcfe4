/**
 * What each rank of `npm run bench -- scale` runs. `training`: trains the shapes, with a shape's batch for each rank.
 * `exchange`: exchanges buffers as an update does. Rank 0 writes what it has measured as a line of JSON.
 */
import { type Communicator, openCommunicator } from "../src/distributed/index.ts";
import { withRanks } from "../src/jobs/ranks-of-job.ts";
import { startReplicaThread as startReplica } from "../src/jobs/replicas/replica-thread.ts";
import { openRuntime } from "../src/runtime/index.ts";
import type { Ranks } from "../src/training/ranks.ts";
import { median } from "./interleave.ts";
import { tokensPerSecond } from "./scale-shape.ts";
import { shapes } from "./shapes.ts";

/** Target tokens a second, by the shape's name. */
async function training(ranks: Ranks | undefined): Promise<Record<string, number>> {
  const runtime = await openRuntime({ threads: 1 });
  const size = ranks?.communicator.size ?? 1;
  const tokens: Record<string, number> = {};
  for (const shape of shapes) {
    const rates: number[] = [];
    for (let round = 0; round < 3; round++) {
      const spread = { microBatches: size, ranks, startReplica };
      rates.push(await tokensPerSecond({ ...shape, B: size * shape.B }, runtime, spread));
    }
    tokens[shape.name] = median(rates);
  }
  return tokens;
}

/** Milliseconds in which each of two ranks gives the other half of a buffer, and back what it has made of it, by bytes. */
async function exchange(communicator: Communicator): Promise<Record<string, number>> {
  const other = 1 - communicator.rank;
  const milliseconds: Record<string, number> = {};
  for (const bytes of [8, 1.2e6, 12.8e6, 51e6]) {
    const [data, into] = [new Float32Array(bytes / 8), new Float32Array(bytes / 8)];
    const half = { sends: [{ to: other, data }], receives: [{ from: other, into }] };
    const times: number[] = [];
    for (let round = 0; round < 25; round++) {
      await communicator.barrier();
      const start = performance.now();
      await communicator.exchange(half);
      await communicator.exchange(half);
      times.push(performance.now() - start);
    }
    milliseconds[String(bytes)] = median(times);
  }
  return milliseconds;
}

async function measured(): Promise<Record<string, number> | null> {
  if (process.argv[2] === "training") {
    return withRanks(training, (error) => {
      console.error(error.message);
      return 1;
    });
  }
  const communicator = await openCommunicator();
  if (communicator === undefined) throw new Error("exchange: start it on two ranks");
  const found = await exchange(communicator);
  await communicator.close();
  return communicator.rank === 0 ? found : null;
}

const found = await measured();
if (found !== null) console.log(JSON.stringify(found));
