import type { OpenService, Service } from "../distributed/services.ts";
import { answerGraphs } from "../runtime/answer-graphs.ts";
import { openReplicas } from "../runtime/graph-replicas.ts";
import { openRuntime, type Runtime, type RuntimeOptions } from "../runtime/index.ts";
import { withReplicas } from "../runtime/load-replicas.ts";
import type { Ranks } from "../training/ranks.ts";
import type { Texts, WorkSetup } from "./prepare/token-work.ts";
import { WorkerPool } from "./prepare/worker-pool.ts";

interface GraphSetup {
  readonly runtime: Runtime["name"];
  /** How many runs go on at the same time (null: as many as there are threads). */
  readonly replicas: number | null;
}

/** What ranks do for rank 0 beside training: they run graphs, and count or encode texts. @param threads of this rank */
export function rankServices(threads: number) {
  return {
    graphs({ runtime, replicas }: GraphSetup): Service {
      const { replicate } = openReplicas(runtime, replicas ?? threads);
      return { answer: answerGraphs(replicate), close: async () => {} };
    },
    tokens(setup: WorkSetup): Service {
      const pool = new WorkerPool(setup, threads);
      return { answer: (texts: Texts) => pool.work(texts), close: () => pool.close() };
    },
  };
}

/**
 * Opens ONNX Runtime so that many runs of one graph are shared among all ranks of a job.
 * @param options `replicas`: of each rank
 * @throws as `openRuntime` does
 */
export async function openRuntimeOnRanks(
  ranks: Ranks | undefined,
  { replicas, threads, ...options }: RuntimeOptions,
): Promise<Runtime> {
  if (ranks === undefined) return openRuntime({ replicas, threads, ...options });
  const { threadsOf, desk } = ranks;
  const own = threads ?? threadsOf[0];
  const runtime = await openRuntime({ replicas, threads: own, ...options });
  const setup: GraphSetup = { runtime: runtime.name, replicas: replicas ?? null };
  // One more than replicas: its inputs are there when one of them is free.
  const graphs = desk.open("graphs", setup, (rank) => 1 + (replicas ?? threadsOf[rank]!));
  return withReplicas(runtime, runtime.replicas, [graphs]);
}

/** Has the other ranks of a job count or encode texts, too. */
export function openTokenService(ranks: Ranks | undefined, setup: WorkSetup): OpenService | undefined {
  return ranks?.desk.open("tokens", setup, (rank) => ranks.threadsOf[rank]!);
}
