import type { Configuration } from "../configuration/configuration.ts";
import type { Communicator } from "../distributed/communicator.ts";
import { ServiceDesk, ServiceHost, type Services } from "../distributed/services.ts";
import { ConfigError } from "../errors.ts";
import { type RankOrder, receiveOrder, sendOrders, type TrainingSetup } from "./rank-orders.ts";
import { RankUpdate } from "./rank-update.ts";
import type { Replica, ReplicaSetup } from "./replica.ts";
import { openReplicas, releaseReplicas } from "./replicas.ts";
import { liveBuffers } from "./training-state.ts";

/** The ranks of a job that train together. */
export interface Ranks {
  readonly communicator: Communicator;
  /** How many threads each of them may use. */
  readonly threadsOf: readonly number[];
  /** Where rank 0 has the others compute something beside training. */
  readonly desk: ServiceDesk;
}

/** Lets all ranks know of each other. Collective. @param threads that this rank may use */
export async function joinRanks(communicator: Communicator, threads: number): Promise<Ranks> {
  const counts = await communicator.gather(new TextEncoder().encode(String(threads)));
  const threadsOf = counts.map((bytes) => Number(new TextDecoder().decode(bytes)));
  return { communicator, threadsOf, desk: new ServiceDesk(communicator) };
}

/**
 * How many replicas each rank has: as many as it has threads, or the configuration says, and no more than there are parts
 * of a batch.
 * @throws {ConfigError} where there are more ranks than parts
 */
export function countReplicas(
  {
    training: { microBatches = 1 },
    runtime: { replicas, threads: most = Number.POSITIVE_INFINITY },
  }: Configuration,
  threadsOf: readonly number[],
): number[] {
  const ranks = threadsOf.length;
  if (ranks > microBatches) {
    throw new ConfigError(
      `training.microBatches ${microBatches}: ${ranks} ranks cannot share so few parts of a batch: expected ${ranks} or more`,
    );
  }
  const parts = Math.floor(microBatches / ranks);
  return threadsOf.map((threads) => Math.min(replicas ?? Math.min(threads, most), parts));
}

/** Tells all other ranks the same. */
export async function tellRanks(communicator: Communicator, order: RankOrder): Promise<void> {
  await sendOrders(communicator, Array<RankOrder>(communicator.size - 1).fill(order));
}

/** Gives the other ranks rank 0's weights and what belongs to them. Collective. */
export async function shareState(
  communicator: Communicator,
  { optimizer }: Pick<RankUpdate, "optimizer">,
): Promise<void> {
  for (const [, { buffer, byteOffset, byteLength }] of liveBuffers(optimizer)) {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const given = await communicator.broadcast(communicator.rank === 0 ? bytes : undefined);
    if (communicator.rank > 0) bytes.set(given);
  }
}

/** What a rank needs beside its communicator to do as it is told. */
export interface RankOptions {
  readonly startReplica?: ((setup: ReplicaSetup) => Replica) | undefined;
  /** What rank 0 may ask for beside training (default: nothing). */
  readonly services?: Services;
}

/** What ranks other than 0 do: they compute what rank 0 tells them to, until the job ends. */
export async function serveRank(
  { communicator }: Pick<Ranks, "communicator">,
  { startReplica, services = {} }: RankOptions = {},
): Promise<void> {
  const host = new ServiceHost(communicator, services);
  /** The next order that is not about a service. */
  const nextOrder = async () => {
    for (;;) {
      const order = await receiveOrder(communicator);
      if ("train" in order || "update" in order || "end" in order) return order;
      host.take(order);
    }
  };
  try {
    for (;;) {
      const order = await nextOrder();
      if ("train" in order) await serveTraining(communicator, { ...order.train, startReplica }, nextOrder);
      else if ("end" in order) return;
    }
  } finally {
    await host.close();
  }
}

async function serveTraining(
  communicator: Communicator,
  setup: TrainingSetup & Pick<RankOptions, "startReplica">,
  nextOrder: () => Promise<RankOrder>,
): Promise<void> {
  const opened = await openReplicas({ ...setup, communicator });
  try {
    const work = new RankUpdate({ ...setup, ...opened, communicator });
    await shareState(communicator, work);
    for (;;) {
      const order = await nextOrder();
      if (!("update" in order)) return;
      await work.gradient(order.update);
      // Otherwise rank 0 ends the training, which has diverged.
      if (Number.isFinite(opened.optimizer.gradientNorm())) await work.update();
    }
  } finally {
    await releaseReplicas(opened);
  }
}
