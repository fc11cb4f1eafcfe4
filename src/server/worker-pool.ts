import { toError } from "../runtime/copied-error.ts";
import { startThread } from "../runtime/node-thread.ts";
import { type Batcher, type BatchWorker, type Outcome, WorkerLost } from "./batcher.ts";
import type { Generation } from "./served-model.ts";
import type { Computed, Work, WorkerRequest, WorkerSetup, WorkResult } from "./worker-messages.ts";

/** The script of a thread, as JavaScript. */
const script = new URL("./translation-worker.js", import.meta.url);

/** Milliseconds before a thread is started in the place of one that ended young, doubled each time up to the second. */
const pauses = { first: 100, most: 10_000 } as const;

/** Milliseconds in which threads may finish what they have in hand when all end. */
const mostRest = 10_000;

/** A thread that has lived for so many milliseconds was not ended by how it starts. */
const grown = 10_000;

/** Milliseconds until the end of a thread is known for certain. */
const endKnown = 100;

/** A thread of the pool, as the batcher sees it. */
export type PooledWorker = BatchWorker<Work, PooledResult>;

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
  private readonly threads: (PooledThread | undefined)[];
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
    const threads = this.threads.filter((thread) => thread !== undefined);
    let lost: unknown;
    let answers = 0;
    for (const thread of threads) {
      try {
        await thread.ask(request);
        answers++;
      } catch (error) {
        if (!(error instanceof WorkerLost)) throw error;
        lost = error.cause;
      }
    }
    // One that has ended meanwhile has nothing to do with the model, where another has it: its successor loads all models.
    if (threads.length > 0 && answers === 0) throw lost;
  }

  async forget(model: number): Promise<void> {
    if (!this.models.delete(model)) return;
    const request: WorkerRequest = { kind: "forget", model };
    await Promise.allSettled(this.threads.map((thread) => thread?.ask(request)));
  }

  /** Ends a stream before its end, on whichever thread it is. */
  endStream(stream: number): void {
    const request: WorkerRequest = { kind: "end", stream };
    for (const thread of this.threads) thread?.ask(request).catch(() => {}); // it ends with its thread
  }

  /** Ends a thread, and loses what it has in hand; another takes its place. */
  async restart(place: number): Promise<void> {
    await this.threads[place]?.end();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    const ends = Promise.all(this.threads.map((thread) => thread?.end()));
    const late = new Promise((resolve) => setTimeout(resolve, mostRest).unref());
    await Promise.race([ends, late]);
  }

  private async startAt(place: number, pause: number = pauses.first): Promise<void> {
    const started = Date.now();
    const thread = startPooled(this.options.patience);
    this.threads[place] = thread;
    thread.lost.then((error) => {
      this.threads[place] = undefined;
      this.options.batcher.leave(thread.worker);
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
      // Another may come while these load.
      for (const request of this.models.values()) await thread.ask(request);
      this.options.batcher.join(thread.worker);
    } catch (error) {
      await thread.end();
      throw error;
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A thread, and how it ends. */
interface PooledThread {
  readonly worker: PooledWorker;
  /**
   * @throws {WorkerLost} where the thread ends, or is found to hang, before it has answered; its cause is why
   * @throws what answering throws
   */
  ask(request: WorkerRequest): Promise<unknown>;
  /** Resolves with why it cannot be asked any more. */
  readonly lost: Promise<unknown>;
  /** Lets it end itself. */
  end(): Promise<void>;
}

/**
 * A thread is never ended from outside: ONNX Runtime aborts the whole process where its thread is ended while it computes. It
 * ends itself when it is told to by memory that both share, as soon as it has computed what it has in hand. One that hangs is
 * left alone, and counts as lost.
 */
function startPooled(patience: number): PooledThread {
  const toEnd = new Int32Array(new SharedArrayBuffer(4));
  const thread = startThread(script, { toEnd } satisfies WorkerSetup);
  let hangs: (error: Error) => void = () => {};
  const lost = Promise.race([
    thread.ended,
    new Promise<Error>((resolve) => {
      hangs = resolve;
    }),
  ]);
  let loss: WorkerLost | undefined;
  /** Fails what is asked and not answered. */
  const waiting = new Set<(error: unknown) => void>();
  lost.then((cause) => {
    loss = new WorkerLost("a thread has ended before it has answered", { cause });
    for (const reject of waiting) reject(loss);
    waiting.clear();
  });
  const ask = <Answer>(request: WorkerRequest): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      if (loss !== undefined) return reject(loss);
      waiting.add(reject);
      const answered = thread.ask<Answer>(request).then(resolve, async (error: unknown) => {
        // The thread's end, which may come to be known as such a moment later.
        await pause(endKnown);
        reject(error);
      });
      void answered.then(() => waiting.delete(reject));
    });
  const worker: PooledWorker = {
    async compute(works) {
      const timer = setTimeout(() => {
        Atomics.store(toEnd, 0, 1);
        hangs(new Error(`a thread has not computed a batch within ${patience} s`));
      }, patience * 1000);
      try {
        const { outcomes, preparing } = await ask<Computed>({ kind: "compute", works });
        return { preparing, outcomes: outcomes.map((outcome) => outcomeOf(outcome, worker)) };
      } finally {
        clearTimeout(timer);
      }
    },
  };
  return {
    worker,
    lost,
    ask,
    async end() {
      Atomics.store(toEnd, 0, 1);
      // It may be asleep. One that answers with an error has not been able to begin, so that it does not compute.
      thread.ask({ kind: "end", stream: -1 } satisfies WorkerRequest).catch(() => thread.stop());
      await lost;
    },
  };
}

function outcomeOf(outcome: Computed["outcomes"][number], worker: PooledWorker): Outcome<PooledResult> {
  if ("error" in outcome) return { error: toError(outcome.error) };
  return "streamed" in outcome.result ? { result: { ...outcome.result, worker } } : outcome;
}

/** The results of a worker: that of a stream has the worker, which alone can go on with it. */
export type PooledResult = WorkResult & { readonly worker?: PooledWorker };
