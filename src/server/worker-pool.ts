import { toError } from "../runtime/copied-error.ts";
import { type NodeThread, startThread } from "../runtime/node-thread.ts";
import { type Batcher, type BatchWorker, WorkerLost } from "./batcher.ts";
import type { Generation } from "./served-model.ts";
import type { Computed, Work, WorkerRequest, WorkResult } from "./worker-messages.ts";

/** The script of a thread, as JavaScript. */
const script = new URL("./translation-worker.js", import.meta.url);

/** Milliseconds before a thread is started in the place of one that ended young, doubled each time up to the second. */
const pauses = { first: 100, most: 10_000 } as const;

/** A thread that has lived for so many milliseconds was not ended by how it starts. */
const grown = 10_000;

/** Milliseconds in which a thread that is to end may finish what it has in hand. */
const unrest = 10_000;

/** A thread of the pool, as the batcher sees it. */
export interface PooledWorker extends BatchWorker<Work, PooledResult> {
  /** Ends a stream before its end. */
  endStream(stream: number): void;
}

export interface PoolOptions {
  readonly count: number;
  readonly batcher: Batcher<Work, PooledResult>;
  /** Seconds that a batch may take before its thread is taken to hang, and is ended. */
  readonly patience: number;
  /** Told of a thread that has ended and is replaced. */
  readonly onLost: (error: unknown) => void;
}

/** Threads that compute, each with every model. One that ends is replaced. */
export class WorkerPool {
  private readonly options: PoolOptions;
  private readonly models = new Map<number, WorkerRequest>();
  private readonly threads: (NodeThread | undefined)[];
  private isStopping = false;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(options: PoolOptions) {
    this.options = options;
    this.threads = Array.from({ length: options.count });
  }

  /** Starts the threads. @throws what keeps one from starting */
  async start(): Promise<void> {
    await Promise.all(this.threads.map((_, place) => this.startAt(place)));
  }

  /** Threads that are there and have all models. */
  get alive(): number {
    return this.options.batcher.workers;
  }

  /**
   * Gives every thread a model, one after the other, so that the others go on.
   * @throws where one cannot load it, or it does not answer there
   */
  async load({ number: model, files, probe: works }: Generation): Promise<void> {
    const request: WorkerRequest = { kind: "load", model, files, works };
    this.models.set(model, request);
    for (const thread of this.threads) await thread?.ask(request);
  }

  async forget(model: number): Promise<void> {
    if (!this.models.delete(model)) return;
    const request: WorkerRequest = { kind: "forget", model };
    await Promise.allSettled(this.threads.map((thread) => thread?.ask(request)));
  }

  /** Ends a thread; another takes its place. */
  async restart(place: number): Promise<void> {
    const thread = this.threads[place];
    if (thread !== undefined) await endAtRest(thread);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.threads.map((thread) => thread && endAtRest(thread)));
  }

  private async startAt(place: number, pause: number = pauses.first): Promise<void> {
    const started = Date.now();
    const thread = startThread(script, null);
    this.threads[place] = thread;
    const worker = pooled(thread, this.options.patience);
    thread.ended.then((error) => {
      this.threads[place] = undefined;
      this.options.batcher.leave(worker);
      if (this.isStopping) return;
      this.options.onLost(error);
      const isYoung = Date.now() - started < grown;
      const timer = setTimeout(
        () => {
          this.timers.delete(timer);
          // Why it cannot start is told when it ends.
          this.startAt(place, isYoung ? Math.min(pauses.most, 2 * pause) : pauses.first).catch(() => {});
        },
        isYoung ? pause : 0,
      );
      this.timers.add(timer);
    });
    try {
      for (const request of this.models.values()) await thread.ask(request);
      this.options.batcher.join(worker);
    } catch (error) {
      await thread.stop();
      throw error;
    }
  }
}

/**
 * Ends a thread when it has nothing in hand: ONNX Runtime aborts the whole process where its thread is ended while it
 * computes. One that does not come to rest is ended all the same.
 */
async function endAtRest(thread: NodeThread): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, unrest);
  });
  const request: WorkerRequest = { kind: "end", stream: -1 }; // in its turn, after what is in hand
  await Promise.race([thread.ask(request).catch(() => {}), late]);
  clearTimeout(timer);
  await thread.stop();
}

/** The results of a worker: that of a stream has the worker, which alone can go on with it. */
export type PooledResult = WorkResult & { readonly worker?: PooledWorker };

function pooled(thread: NodeThread, patience: number): PooledWorker {
  let isGone = false;
  thread.ended.then(() => {
    isGone = true;
  });
  return {
    async compute(works) {
      const hanging = setTimeout(() => void thread.stop(), patience * 1000);
      try {
        const { outcomes, preparing } = await thread.ask<Computed>({ kind: "compute", works });
        return {
          preparing,
          outcomes: outcomes.map((one) => {
            if ("error" in one) return { error: toError(one.error) };
            return "streamed" in one.result ? { result: { ...one.result, worker: this } } : one;
          }),
        };
      } catch (cause) {
        // What computing throws is among the outcomes: this is the thread's own end.
        await Promise.race([thread.ended, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
        if (!isGone) await thread.stop();
        throw new WorkerLost("a thread has ended with a batch in hand", { cause });
      } finally {
        clearTimeout(hanging);
      }
    },
    endStream(stream) {
      thread.ask({ kind: "end", stream } satisfies WorkerRequest).catch(() => {});
    },
  };
}
