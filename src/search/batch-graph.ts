import { breathe } from "../runtime/breathe.ts";
import type { Executable, HostTensors, Runtime } from "../runtime/index.ts";

/**
 * Replicas compute when more sentences than this have come. So many are done on the calling thread before threads have
 * started and compiled the graph, which takes about 0.2 s: in 0.04 s (V 60, E 64, H 128, greedy search) to 0.4 s (V 4000,
 * E 128, H 256, beam 5).
 */
const fewSentences = 512;

/** Sentences of one batch. */
export const batchSize = 64;

/**
 * How many calls, each of so many sentences, keep all replicas busy until the last: the next begins before one ends.
 */
export function callsAtOnce({ replicas }: Pick<Runtime, "replicas">, sentences: number): number {
  if (replicas === 1) return 1;
  return 1 + Math.ceil((replicas * batchSize) / sentences);
}

/** A graph that is run on batches. It is compiled when it is first needed. */
export class BatchGraph {
  private readonly replicas: number;
  private readonly compiled: (of: "compile" | "replicate") => Promise<Executable>;
  private readonly held: (() => HostTensors) | undefined;
  private sentences = 0;

  /**
   * @param build gives the model
   * @param held gives the tensors that all batches of a call read, such as weights that change between calls. Then all
   * batches are computed in the replicas: sessions of one thread give the same bits on any machine, where training must
   * choose the same epoch.
   */
  constructor(runtime: Runtime, build: () => Uint8Array, held?: () => HostTensors) {
    this.replicas = runtime.replicas;
    this.held = held;
    const kept = new Map<string, Promise<Executable>>();
    this.compiled = (of) => {
      let one = kept.get(of);
      if (one === undefined) {
        one = runtime[of](build());
        kept.set(of, one);
        one.catch(() => kept.delete(of)); // a failure is not kept
      }
      return one;
    };
  }

  /**
   * Does the work of each batch, of several at the same time where the runtime has replicas. Where a batch is computed
   * depends on the number of sentences alone, so that the same calls give the same bits.
   * @param batches their sentences' numbers; those that take longest come first, so that the replicas end together
   * @param work is given a batch and what runs the graph
   * @throws what the signal or some work has thrown, once the batches in hand are done
   */
  async forEach<Batch extends ArrayLike<number>>(
    batches: readonly Batch[],
    signal: AbortSignal | undefined,
    work: (batch: Batch, run: Executable["run"]) => Promise<void>,
  ): Promise<void> {
    if (batches.length === 0) return;
    const { replicas } = this;
    for (const { length } of batches) this.sentences += length;
    const areMany = batches.length > 1 && this.sentences > fewSentences;
    const areShared = replicas > 1 && (areMany || this.held !== undefined);
    const graph = await this.compiled(areShared ? "replicate" : "compile");
    if (this.held !== undefined) await graph.hold(this.held());
    const run: Executable["run"] = (feeds) => graph.run(feeds);
    const remaining = batches.values();
    let failure: { readonly error: unknown } | undefined;
    const takeTurns = async () => {
      for (const batch of remaining) {
        try {
          if (signal !== undefined || batch !== batches[0]) await breathe();
          signal?.throwIfAborted();
          if (failure === undefined) await work(batch, run);
        } catch (error) {
          failure ??= { error };
        }
        if (failure !== undefined) return;
      }
    };
    // One more than replicas: its inputs are ready when one of them is free.
    await Promise.all(Array.from({ length: areShared ? replicas + 1 : 1 }, takeTurns));
    if (failure !== undefined) throw failure.error;
  }
}
