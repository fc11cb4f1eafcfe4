import type { Configuration } from "../configuration/configuration.ts";
import type { ParameterSpec } from "../nn/index.ts";
import { buffersNeeded } from "../optimization/tree-sum.ts";
import { openRuntime, type Runtime } from "../runtime/index.ts";
import { trainingGraph, type VocabularySizes } from "../seq2seq/model.ts";
import { Optimizer } from "./optimizer.ts";
import { LocalReplica, type Replica, type ReplicaSetup } from "./replica.ts";
import { TrainingStep } from "./training-step.ts";

/** Replicas, and the optimizer that they share. */
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
  readonly runtime: Runtime;
  /** The most parts of one update. */
  readonly parts: number;
  /** How many replicas share the parts. */
  readonly count: number;
  /** Starts a replica in a thread of its own. */
  readonly startReplica: (setup: ReplicaSetup) => Replica;
}

/** Replicas in threads of their own, with a runtime of one thread each. */
export async function startReplicas({
  configuration,
  sizes,
  runtime,
  parts,
  count,
  startReplica,
}: ReplicasOptions): Promise<Replicas> {
  const { parameters: specs, trained } = trainingGraph(configuration, sizes);
  const sumsEach = buffersNeeded(parts, count);
  const sums = count * sumsEach;
  const optimizer = new Optimizer(configuration.training, specs, { sums, memory: "shared" });
  const place = { sums, memory: optimizer.memory };
  const replicas = Array.from({ length: count }, (_, n) =>
    startReplica({ configuration, sizes, runtime: runtime.name, place, firstSum: n * sumsEach }),
  );
  return { replicas, optimizer, specs, trained };
}

/** One replica on this thread. Where an update has several parts, each is computed by one thread as replicas do it. */
export async function localReplica({
  configuration,
  sizes,
  runtime,
  parts,
}: Pick<ReplicasOptions, "configuration" | "sizes" | "runtime" | "parts">): Promise<Replicas> {
  const isCut = (configuration.training.microBatches ?? 1) > 1 && runtime.threads > 1;
  const used = isCut ? await openRuntime({ prefer: runtime.name, threads: 1 }) : runtime;
  const step = await TrainingStep.compile(configuration, sizes, used);
  const { specs, trained } = step;
  const optimizer = new Optimizer(configuration.training, specs, { sums: buffersNeeded(parts, 1) });
  return { replicas: [new LocalReplica(step, optimizer)], optimizer, specs, trained };
}
