/** The worker of the bench's page: whole training loops of a shape. */
import { openRuntime } from "../../src/runtime/index.ts";
import { startReplicaThread } from "../../studio/worker/replica-thread.ts";
import { locateRuntimeFiles } from "../../studio/worker/runtime-files.ts";
import { type Stretch, tokensPerSecond } from "../scale-shape.ts";
import type { BenchShape } from "../shapes.ts";

export interface TrainingOrder {
  readonly shape: BenchShape;
  /** Of one session; the number is fixed by the first order. */
  readonly threads: number;
  /** Into how many parts batches are cut; more than one are computed by replicas. */
  readonly microBatches: number;
  readonly stretch: Stretch;
}

export type TrainingSpeed = { readonly tokensPerSecond: number } | { readonly failure: string };

locateRuntimeFiles();

self.addEventListener("message", async ({ data }: MessageEvent<TrainingOrder>) => {
  const { shape, threads, microBatches, stretch } = data;
  const answer = (speed: TrainingSpeed) => self.postMessage(speed);
  try {
    const runtime = await openRuntime({ threads, replicas: 1 });
    const parallel = microBatches > 1 ? { ...runtime, threads: microBatches } : runtime;
    const spread = { microBatches, startReplica: microBatches > 1 ? startReplicaThread : undefined };
    answer({ tokensPerSecond: await tokensPerSecond(shape, parallel, spread, stretch) });
  } catch (error) {
    answer({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
