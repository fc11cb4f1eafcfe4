import { availableParallelism, cpus } from "node:os";
import { type Communicator, openCommunicator } from "../distributed/index.ts";
import { CommunicationError } from "../errors.ts";
import { joinRanks, type Ranks, serveRank, tellRanks } from "../training/ranks.ts";
import { rankServices } from "./rank-services.ts";
import { startReplicaThread } from "./replicas/replica-thread.ts";

/**
 * Does some work on rank 0 of the job that a launcher such as mpirun has started, while the other ranks compute what it
 * tells them to; or without a launcher does it alone.
 * @param onLost told of a rank that is gone or silent, on every other rank; gives the exit code, with which the job ends
 * @returns null on the other ranks, when the job is over
 * @throws what the work throws
 */
export async function withRanks<Result>(
  work: (ranks: Ranks | undefined) => Promise<Result>,
  onLost: (error: CommunicationError) => number,
): Promise<Result | null> {
  const communicator = await openCommunicator();
  if (communicator === undefined) return work(undefined);
  try {
    const ranks = await joinRanks(communicator, threadsHere(communicator));
    const result = communicator.rank === 0 ? await lead(ranks, work) : await follow(ranks);
    await communicator.close();
    if (result instanceof Failure) throw result.error;
    return result;
  } catch (error) {
    if (error instanceof CommunicationError) communicator.abort(onLost(error));
    throw error;
  }
}

/** What the work has thrown, while the ranks have not lost each other. */
class Failure {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

async function lead<Result>(
  ranks: Ranks,
  work: (ranks: Ranks) => Promise<Result>,
): Promise<Result | Failure> {
  const result = await work(ranks).catch((error: unknown) => {
    if (error instanceof CommunicationError) throw error;
    return new Failure(error);
  });
  await ranks.desk.settle();
  await tellRanks(ranks.communicator, { end: "job" });
  return result;
}

async function follow(ranks: Ranks): Promise<null> {
  // Launchers pass Ctrl-C on to all ranks, and rank 0 says when the others end.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  const services = rankServices(ranks.threadsOf[ranks.communicator.rank]!);
  await serveRank(ranks, { startReplica: startReplicaThread, services });
  return null;
}

/** The threads that a rank may use: those that its launcher has bound it to, or its part of its host's. */
function threadsHere({ hosts, rank }: Communicator): number {
  const available = availableParallelism();
  if (available < cpus().length) return available;
  const beside = hosts.filter((host) => host === hosts[rank]).length;
  return Math.max(1, Math.floor(available / beside));
}
