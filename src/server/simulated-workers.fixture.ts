import { Batcher, type BatchReport, type BatchWorker, type Outcome, WorkerLost } from "./batcher.ts";
import type { BatchLimit, Part } from "./part.ts";

export interface Job {
  readonly name: string;
  /** What becomes of it (default: its name). */
  readonly error?: Error;
  /** Whether it ends its worker. */
  readonly kills?: boolean;
}

/** A part as tests write it: equal letters in front are equal keys. */
export function part(
  name: string,
  { tokens = 10, rows = 1, ...job }: Partial<Part<Job> & Job> = {},
): Part<Job> {
  const key = name.replace(/[\d.]+$/, "");
  return { work: { name, ...job }, key, kind: "all", tokens, rows };
}

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** A batcher whose workers take a second for a batch and a hundredth for each token, in simulated time. */
export class Simulation {
  now = 0;
  /** The names in each batch, with when it began. */
  readonly batches: { readonly at: number; readonly names: string }[] = [];
  readonly reports: BatchReport<Job>[] = [];
  readonly batcher: Batcher<Job, string>;
  readonly workers: (BatchWorker<Job, string> & { readonly kill: () => void })[] = [];
  private readonly timers: Timer[] = [];
  private readonly cost: (tokens: number) => number;

  constructor(
    workers: number,
    limit: Partial<BatchLimit> = {},
    cost: (tokens: number) => number = (tokens) => 1 + tokens / 100,
  ) {
    this.cost = cost;
    this.batcher = new Batcher<Job, string>({
      now: () => this.now,
      limit: { parts: 4, tokens: 1000, rows: 1000, ...limit },
      onBatch: (report) => this.reports.push(report),
    });
    for (let n = 0; n < workers; n++) this.addWorker();
  }

  addWorker(): void {
    let kill = () => {};
    const worker = {
      compute: (jobs: readonly Job[]) => {
        this.batches.push({ at: this.now, names: jobs.map(({ name }) => name).join(" ") });
        return new Promise<{ outcomes: Outcome<string>[] }>((resolve, reject) => {
          kill = () => {
            this.batcher.leave(worker);
            reject(new WorkerLost("killed"));
          };
          const wake = () => {
            if (jobs.some((job) => job.kills)) return kill();
            const outcomes = jobs.map(({ name, error }) => (error ? { error } : { result: name }));
            resolve({ outcomes });
          };
          this.timers.push({ at: this.now + this.cost(jobs.length * 10), wake });
        });
      },
      kill: () => kill(),
    };
    this.workers.push(worker);
    this.batcher.join(worker);
  }

  /** Lets time pass until nothing is to happen any more, or up to some time. */
  async run(until = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      this.timers.sort((a, b) => a.at - b.at);
      if (this.timers.length === 0 || this.timers[0]!.at > until) break;
      const next = this.timers.shift()!;
      this.now = next.at;
      next.wake();
    }
    if (Number.isFinite(until)) this.now = until;
  }

  get order(): string[] {
    return this.batches.map(({ names }) => names);
  }
}
