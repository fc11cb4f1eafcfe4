import { CostModel } from "./cost-model.ts";
import type { BatchLimit, Part } from "./part.ts";
import { RequestQueue, type Taken, type Ticket } from "./request-queue.ts";
import { WaitEstimate } from "./wait-estimate.ts";

/** What became of a part. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** Something that computes batches, one after the other. */
export interface BatchWorker<Work, Result> {
  /**
   * @returns what became of each, in order, and the seconds that only the first batch of its kind takes
   * @throws {WorkerLost} where the worker has ended before it answered
   */
  compute(works: readonly Work[]): Promise<{ outcomes: readonly Outcome<Result>[]; preparing?: number }>;
}

/** A worker has ended with a batch in hand. */
export class WorkerLost extends Error {
  override readonly name = "WorkerLost";
}

/** A computed batch, for those who measure. */
export interface BatchReport<Work> {
  readonly works: readonly Work[];
  readonly kind: string;
  readonly tokens: number;
  readonly seconds: number;
  /** Seconds that each part has waited. */
  readonly waits: readonly number[];
}

export interface BatcherOptions<Work> {
  /** Seconds. */
  readonly now: () => number;
  readonly limit: BatchLimit;
  readonly onBatch?: (report: BatchReport<Work>) => void;
}

/** Fewer parts than this are not shared among idle workers. */
const leastShare = 4;

/**
 * Batches what is asked at the same time. An idle worker never waits while there is work for it; while all are busy,
 * requests queue. The request that has waited longest leads the next batch with its next part, and parts of the same key
 * fill it up, in turns over all requests. A large request goes to the end of the queue with what it still has, so that it
 * holds no other up for longer than about a batch.
 */
export class Batcher<Work, Result> {
  private readonly options: BatcherOptions<Work>;
  private readonly queue: RequestQueue<Work, Result>;
  private readonly costs = new CostModel();
  private readonly idle = new Set<BatchWorker<Work, Result>>();
  /** What each busy worker computes, and when it will have done so. */
  private readonly busy = new Map<BatchWorker<Work, Result>, { until: number }>();
  /** Parts that one worker alone can compute, before it takes the next batch. */
  private readonly turns = new Map<BatchWorker<Work, Result>, Ticket<Work, Result>[]>();
  private readonly members = new Set<BatchWorker<Work, Result>>();
  private readonly waits = new WaitEstimate();
  /** Whether a worker's last batch was of turns: the next is not, if others wait. */
  private readonly hadTurns = new WeakSet<BatchWorker<Work, Result>>();

  constructor(options: BatcherOptions<Work>) {
    this.options = options;
    this.queue = new RequestQueue(options.limit);
  }

  /** A worker is there. */
  join(worker: BatchWorker<Work, Result>): void {
    this.members.add(worker);
    this.idle.add(worker);
    this.dispatch();
  }

  /** A worker is gone. What it has in hand is computed again by another once `compute` has failed. */
  leave(worker: BatchWorker<Work, Result>): void {
    this.members.delete(worker);
    this.idle.delete(worker);
    for (const ticket of this.turns.get(worker) ?? []) ticket.fail(new WorkerLost("its worker has ended"));
    this.turns.delete(worker);
  }

  get workers(): number {
    return this.members.size;
  }

  /** Parts that wait. */
  get queued(): number {
    return this.queue.parts;
  }

  /**
   * Computes the parts of a request, some of them together with those of others.
   * @param signal drops what is not computed yet
   * @returns their results, in order
   * @throws the signal's reason, or the first error of a part: the others of the request are dropped then
   */
  async submit(parts: readonly Part<Work>[], signal?: AbortSignal): Promise<Result[]> {
    signal?.throwIfAborted();
    if (parts.length === 0) return [];
    const expected = this.plainWait;
    const ticket = this.queue.add(parts, this.options.now());
    this.dispatch();
    const results = await this.watched(ticket, signal);
    this.waits.add(expected, ticket.begun - ticket.since);
    return results;
  }

  /**
   * Computes a part on the worker that holds what it needs.
   * @throws {WorkerLost} where that worker is gone
   */
  async turn(worker: BatchWorker<Work, Result>, part: Part<Work>, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    if (!this.members.has(worker)) throw new WorkerLost("its worker has ended");
    const ticket = this.queue.aside([part], this.options.now());
    const turns = this.turns.get(worker) ?? [];
    this.turns.set(worker, turns);
    turns.push(ticket);
    this.dispatch();
    return (await this.watched(ticket, signal))[0]!;
  }

  /** Seconds until a request that comes now would be computed: 199 of 200 wait no longer, as far as can be told. */
  get estimatedWait(): number {
    return this.waits.corrected(this.plainWait);
  }

  /** From what is in hand and in the queue. */
  private get plainWait(): number {
    if (this.idle.size > 0) return 0;
    if (this.members.size === 0) return Number.POSITIVE_INFINITY;
    const now = this.options.now();
    const running = [...this.busy.values()].map(({ until }) => Math.max(0, until - now));
    const ahead = this.queue.ahead((kind) => this.costs.cost(kind));
    return (running.reduce((sum, one) => sum + one, 0) + ahead) / this.members.size;
  }

  /** Seconds that parts take, if nothing else is computed. */
  estimatedSeconds(parts: readonly Part<Work>[]): number {
    const { tokens: most } = this.options.limit;
    const sums = new Map<string, { kind: string; tokens: number }>();
    for (const { key, kind, tokens } of parts) {
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { kind, tokens });
      else sum.tokens += tokens;
    }
    let seconds = 0;
    for (const { kind, tokens } of sums.values()) {
      const { fixed, perToken } = this.costs.cost(kind);
      seconds += Math.ceil(tokens / most) * fixed + tokens * perToken;
    }
    return seconds / Math.max(1, Math.min(this.members.size, sums.size));
  }

  private async watched(ticket: Ticket<Work, Result>, signal: AbortSignal | undefined): Promise<Result[]> {
    if (signal === undefined) return await ticket.done;
    const stop = () => {
      this.queue.remove(ticket);
      ticket.fail(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await ticket.done;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  private dispatch(): void {
    for (const worker of this.idle) {
      const batch = this.takeTurns(worker) ?? this.takeBatch() ?? this.takeTurns(worker, true);
      if (batch === undefined) continue;
      this.idle.delete(worker);
      void this.compute(worker, batch);
    }
  }

  private takeBatch(): Taken<Work, Result>[] | undefined {
    return this.queue.take((available) => {
      const share = Math.ceil(available / this.idle.size);
      return Math.max(leastShare, share);
    });
  }

  /** @param again whether turns may follow turns */
  private takeTurns(worker: BatchWorker<Work, Result>, again = false): Taken<Work, Result>[] | undefined {
    if (this.hadTurns.delete(worker) && !again) return undefined;
    const turns = this.turns.get(worker)?.splice(0) ?? [];
    const batch = turns.flatMap((ticket) => ticket.takeAll()).map((one) => ({ ...one, isPinned: true }));
    if (batch.length > 0) this.hadTurns.add(worker);
    return batch.length > 0 ? batch : undefined;
  }

  private async compute(
    worker: BatchWorker<Work, Result>,
    batch: readonly Taken<Work, Result>[],
  ): Promise<void> {
    const { now, onBatch } = this.options;
    const start = now();
    const { kind } = batch[0]!.part;
    const tokens = batch.reduce((sum, { part }) => sum + part.tokens, 0);
    const { fixed, perToken } = this.costs.cost(kind);
    this.busy.set(worker, { until: start + fixed + perToken * tokens });
    const works = batch.map(({ part }) => part.work);
    try {
      const { outcomes, preparing = 0 } = await worker.compute(works);
      const seconds = Math.max(0, now() - start - preparing);
      this.costs.add(kind, tokens, seconds);
      const waits = batch.map(({ ticket }) => start - ticket.since);
      onBatch?.({ works, kind, tokens, seconds, waits });
      batch.forEach(({ ticket, index }, n) => {
        const outcome = outcomes[n]!;
        ticket.begun = start;
        if ("result" in outcome) ticket.give(index, outcome.result);
        else this.fail(ticket, outcome.error);
      });
    } catch (error) {
      for (const one of batch) {
        if (!(error instanceof WorkerLost) || one.isPinned || !this.queue.again(one))
          this.fail(one.ticket, error);
      }
    } finally {
      this.busy.delete(worker);
      if (this.members.has(worker)) this.idle.add(worker);
      this.dispatch();
    }
  }

  private fail(ticket: Ticket<Work, Result>, error: unknown): void {
    this.queue.remove(ticket);
    ticket.fail(error);
  }
}
