import type { Configuration } from "../configuration/configuration.ts";
import type { Communicator } from "../distributed/communicator.ts";
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
}

/** Lets all ranks know of each other. Collective. @param threads that this rank may use */
export async function joinRanks(communicator: Communicator, threads: number): Promise<Ranks> {
  const counts = await communicator.gather(new TextEncoder().encode(String(threads)));
  return { communicator, threadsOf: counts.map((bytes) => Number(new TextDecoder().decode(bytes))) };
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
export async function tellRanks({ communicator }: Ranks, order: RankOrder): Promise<void> {
  await sendOrders(communicator, Array<RankOrder>(communicator.size - 1).fill(order));
}

/** Gives the other ranks rank 0's weights and what belongs to them. Collective. */
export async function shareState(
  { communicator }: Ranks,
  { optimizer }: Pick<RankUpdate, "optimizer">,
): Promise<void> {
  for (const [, { buffer, byteOffset, byteLength }] of liveBuffers(optimizer)) {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const given = await communicator.broadcast(communicator.rank === 0 ? bytes : undefined);
    if (communicator.rank > 0) bytes.set(given);
  }
}

/** What ranks other than 0 do: they compute what rank 0 tells them to, until the job ends. */
export async function serveRank(
  ranks: Ranks,
  options: { readonly startReplica?: ((setup: ReplicaSetup) => Replica) | undefined } = {},
): Promise<void> {
  for (;;) {
    const order = await receiveOrder(ranks.communicator);
    if ("end" in order) return;
    if ("train" in order) await serveTraining(ranks, order.train, options);
  }
}

async function serveTraining(
  ranks: Ranks,
  setup: TrainingSetup,
  options: { readonly startReplica?: ((setup: ReplicaSetup) => Replica) | undefined },
): Promise<void> {
  const { communicator } = ranks;
  const opened = await openReplicas({ ...setup, ...options, communicator });
  try {
    const work = new RankUpdate({ ...setup, ...opened, communicator });
    await shareState(ranks, work);
    for (;;) {
      const order = await receiveOrder(communicator);
      if (!("update" in order)) return;
      await work.gradient(order.update);
      // Otherwise rank 0 ends the training, which has diverged.
      if (Number.isFinite(opened.optimizer.gradientNorm())) await work.update(order.update);
    }
  } finally {
    await releaseReplicas(opened);
  }
}
