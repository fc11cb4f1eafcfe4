import type { Configuration } from "../configuration/configuration.ts";
import type { Communicator } from "../distributed/communicator.ts";
import type { ParameterSpec } from "../nn/index.ts";
import { buffersNeeded } from "../optimization/tree-sum.ts";
import { openRuntime, type Runtime } from "../runtime/index.ts";
import { trainingGraph, type VocabularySizes } from "../seq2seq/model.ts";
import { Optimizer, type OptimizerPlace } from "./optimizer.ts";
import { shareOf } from "./rank-exchange.ts";
import { mostReceived } from "./rank-plan.ts";
import { LocalReplica, type Replica, type ReplicaSetup } from "./replica.ts";
import { TrainingStep } from "./training-step.ts";

/** The replicas of a rank, and the optimizer that they share. */
export interface Replicas {
  readonly replicas: readonly Replica[];
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

/** Opens the replicas of this rank: several have a thread each, and one is on this thread. */
export async function openReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { configuration, sizes, runtime, parts, replicasOf, communicator, startReplica } = options;
  const rank = communicator?.rank ?? 0;
  const count = replicasOf[rank]!;
  const sumsEach = buffersNeeded(parts, total(replicasOf));
  const place: OptimizerPlace = {
    sums: count * sumsEach,
    ...(communicator && {
      inbox: { sums: mostReceived(parts, replicasOf, rank), share: shareOf(replicasOf, rank) },
    }),
  };
  const { training } = configuration;
  const name = typeof runtime === "string" ? runtime : runtime.name;
  if (count > 1) {
    if (!startReplica) throw new TypeError(`${count} replicas need startReplica`);
    const { parameters: specs, trained } = trainingGraph(configuration, sizes);
    const optimizer = new Optimizer(training, specs, { ...place, memory: "shared" });
    const shared = { ...place, memory: optimizer.memory };
    const replicas = Array.from({ length: count }, (_, n) =>
      startReplica({ configuration, sizes, runtime: name, place: shared, firstSum: n * sumsEach }),
    );
    return { replicas, optimizer, specs, trained };
  }
  const isWhole =
    (training.microBatches ?? 1) === 1 || (typeof runtime !== "string" && runtime.threads === 1);
  const used =
    isWhole && typeof runtime !== "string" ? runtime : await openRuntime({ prefer: name, threads: 1 });
  const step = await TrainingStep.compile(configuration, sizes, used);
  const { specs, trained } = step;
  const optimizer = new Optimizer(training, specs, place);
  return { replicas: [new LocalReplica(step, optimizer)], optimizer, specs, trained };
}

/** Gives their memory back. */
export async function releaseReplicas({ replicas }: Pick<Replicas, "replicas">): Promise<void> {
  await Promise.all(replicas.map((replica) => replica.release()));
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
