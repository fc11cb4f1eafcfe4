import type { Configuration } from "../configuration/configuration.ts";
import type { Communicator } from "../distributed/communicator.ts";
import type { ParameterSpec } from "../nn/index.ts";
import { buffersNeeded } from "../optimization/tree-sum.ts";
import { openRuntime, type Runtime } from "../runtime/index.ts";
import type { VocabularySizes } from "../seq2seq/model.ts";
import { Optimizer, type OptimizerPlace } from "./optimizer.ts";
import { shareOf } from "./rank-exchange.ts";
import { mostReceived } from "./rank-plan.ts";
import { LocalReplica, type Replica, type ReplicaSetup } from "./replica.ts";
import { ReplicaBoard } from "./replica-board.ts";
import { sum } from "./sum.ts";
import { TrainingStep } from "./training-step.ts";

/** The replicas of a rank, and what they share. */
export interface Replicas {
  /** The one on this thread, and those in threads of their own. */
  readonly local: LocalReplica;
  readonly others: readonly Replica[];
  readonly board: ReplicaBoard;
  readonly optimizer: Optimizer;
  readonly specs: readonly ParameterSpec[];
  /** Those of them that are not frozen. */
  readonly trained: readonly ParameterSpec[];
}

export interface ReplicasOptions {
  readonly configuration: Configuration;
  readonly sizes: VocabularySizes;
  /** What computes, or its name; replicas of parts of a batch have one of a single thread each. */
  readonly runtime: Runtime | Runtime["name"];
  /** The most parts of an update. */
  readonly parts: number;
  /** How many replicas each rank has. */
  readonly replicasOf: readonly number[];
  readonly communicator?: Communicator | undefined;
  /** Starts a replica in a thread of its own (default: a rank has one replica, on this thread). */
  readonly startReplica?: ((setup: ReplicaSetup) => Replica) | undefined;
}

/** Opens the replicas of this rank: one is on this thread, and each other one has a thread of its own. */
export async function openReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { configuration, sizes, runtime, parts, replicasOf, communicator, startReplica } = options;
  const rank = communicator?.rank ?? 0;
  const replicas = replicasOf[rank]!;
  const place: OptimizerPlace = {
    sums: replicas * buffersNeeded(parts, sum(replicasOf)),
    ...(communicator && {
      inbox: { sums: mostReceived(parts, replicasOf, rank), share: shareOf(replicasOf, rank) },
    }),
    ...(replicas > 1 && { memory: "shared" }),
  };
  const isCut = (configuration.training.microBatches ?? 1) > 1;
  const step = await TrainingStep.compile(configuration, sizes, await runtimeOf(runtime, isCut));
  const { specs, trained } = step;
  const optimizer = new Optimizer(configuration.training, specs, place);
  const board = new ReplicaBoard(parts, replicas);
  const shared = {
    ...{ configuration, sizes, runtime: typeof runtime === "string" ? runtime : runtime.name },
    ...{ place: { ...place, memory: optimizer.memory }, board: board.buffer, parts, replicas },
  };
  const others = Array.from({ length: replicas - 1 }, (_, n) => {
    if (!startReplica) throw new TypeError(`${replicas} replicas need startReplica`);
    return startReplica({ ...shared, index: n + 1 });
  });
  const local = new LocalReplica(step, optimizer, board, { index: 0, replicas });
  return { local, others, board, optimizer, specs, trained };
}

/** What computes gradients: parts of batches are computed by one thread each, however many there are. */
async function runtimeOf(runtime: Runtime | Runtime["name"], isCut: boolean): Promise<Runtime> {
  if (typeof runtime === "string") return openRuntime({ prefer: runtime, threads: 1 });
  return isCut && runtime.threads > 1 ? openRuntime({ prefer: runtime.name, threads: 1 }) : runtime;
}

/** Gives their memory back. */
export async function releaseReplicas({ local, others }: Pick<Replicas, "local" | "others">): Promise<void> {
  await Promise.all([local, ...others].map((replica) => replica.release()));
}
