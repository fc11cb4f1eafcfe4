import type { OpenService } from "../../distributed/services.ts";
import { startThread } from "../../runtime/node-thread.ts";
import type { Thread } from "../../runtime/thread.ts";
import { type Texts, tokenWork, type WorkSetup } from "./token-work.ts";

/** What is in hand for each thread: while it works on one, the next waits for it. */
const inHand = 3;

/**
 * Threads that do the work of a setup, in the order in which they are asked. With one thread it is this one.
 *
 * @param threads how many of this process; the results are the same for any number
 * @param others those of other ranks that do the same work
 */
export class WorkerPool<Setup extends WorkSetup, Result = ReturnType<ReturnType<typeof tokenWork<Setup>>>> {
  private readonly threads: readonly ((texts: Texts) => Promise<Result>)[];
  private readonly workers: readonly Thread[];
  private readonly others: OpenService | undefined;
  private turn = 0;

  constructor(setup: Setup, threads: number, others?: OpenService) {
    const script = new URL("./token-worker.js", import.meta.url);
    this.others = others;
    this.workers = threads > 1 ? Array.from({ length: threads }, () => startThread(script, setup)) : [];
    this.threads = [
      ...(threads > 1 ? [] : [workHere<Result>(setup)]),
      ...[...this.workers, ...(others?.places ?? [])].map(
        (worker) => (texts: Texts) => worker.ask<Result>(texts),
      ),
    ];
  }

  /** Does the work with some texts, in the thread whose turn it is. */
  work(texts: Texts): Promise<Result> {
    return this.threads[this.turn++ % this.threads.length]!(texts);
  }

  /** Does the work with each batch, and gives batches and results in order; batches are not taken far ahead. */
  async *map<Batch extends { readonly texts: Texts }>(
    batches: AsyncIterable<Batch>,
  ): AsyncGenerator<{ batch: Batch; result: Result }, void, undefined> {
    const waiting: Promise<{ batch: Batch; result: Result }>[] = [];
    for await (const batch of batches) {
      const answer = this.work(batch.texts).then((result) => ({ batch, result }));
      answer.catch(() => {}); // told of when its turn comes
      waiting.push(answer);
      if (waiting.length >= inHand * this.threads.length) yield await waiting.shift()!;
    }
    for (const answer of waiting) yield await answer;
  }

  /** To be called in any case. */
  async close(): Promise<void> {
    await Promise.all([...this.workers.map((worker) => worker.stop()), this.others?.close()]);
  }
}

function workHere<Result>(setup: WorkSetup): (texts: Texts) => Promise<Result> {
  const work = tokenWork(setup) as (texts: Texts) => Result;
  return async (texts) => work(texts);
}
