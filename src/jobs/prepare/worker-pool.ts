import { Worker } from "node:worker_threads";
import { type Texts, tokenWork, type WorkSetup } from "./token-work.ts";

/** What is in hand for each thread: while it works on one, the next waits for it. */
const inHand = 3;

/**
 * Threads that do the work of a setup, in the order in which they are asked. With one thread it is this one.
 *
 * @param threads how many; the results are the same for any number
 */
export class WorkerPool<Setup extends WorkSetup, Result = ReturnType<ReturnType<typeof tokenWork<Setup>>>> {
  private readonly threads: readonly ((texts: Texts) => Promise<Result>)[];
  private readonly workers: readonly WorkThread<Result>[];
  private turn = 0;

  constructor(setup: Setup, threads: number) {
    this.workers = threads > 1 ? Array.from({ length: threads }, () => new WorkThread<Result>(setup)) : [];
    this.threads =
      threads > 1 ? this.workers.map((worker) => (texts: Texts) => worker.run(texts)) : [workHere(setup)];
  }

  /** Does the work with each batch, and gives batches and results in order; batches are not taken far ahead. */
  async *map<Batch extends { readonly texts: Texts }>(
    batches: AsyncIterable<Batch>,
  ): AsyncGenerator<{ batch: Batch; result: Result }, void, undefined> {
    const waiting: Promise<{ batch: Batch; result: Result }>[] = [];
    for await (const batch of batches) {
      const thread = this.threads[this.turn++ % this.threads.length]!;
      const answer = thread(batch.texts).then((result) => ({ batch, result }));
      answer.catch(() => {}); // told of when its turn comes
      waiting.push(answer);
      if (waiting.length >= inHand * this.threads.length) yield await waiting.shift()!;
    }
    for (const answer of waiting) yield await answer;
  }

  /** To be called in any case. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }
}

function workHere<Result>(setup: WorkSetup): (texts: Texts) => Promise<Result> {
  const work = tokenWork(setup) as (texts: Texts) => Result;
  return async (texts) => work(texts);
}

class WorkThread<Result> {
  private readonly worker: Worker;
  private readonly asked: { resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];
  private failure: unknown;

  constructor(setup: WorkSetup) {
    this.worker = startWorker(setup);
    this.worker.on("message", (result: Result) => this.asked.shift()?.resolve(result));
    this.worker.on("error", (error) => {
      this.failure = error;
      for (const { reject } of this.asked.splice(0)) reject(error);
    });
  }

  run(texts: Texts): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) return reject(this.failure);
      this.asked.push({ resolve, reject });
      this.worker.postMessage(texts);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

/** The thread's script stands beside this one. As TypeScript, in development, it needs what translates it. */
function startWorker(workerData: WorkSetup): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./token-worker.js", import.meta.url), { workerData });
  }
  const script = JSON.stringify(new URL("./token-worker.ts", import.meta.url).href);
  const translator = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const code = `import(${translator}).then(({ register }) => { register(); return import(${script}); })`;
  return new Worker(code, { eval: true, workerData });
}
