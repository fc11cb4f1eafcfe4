import type { RandomStream } from "../random.ts";
import type { NodeThread } from "../runtime/node-thread.ts";
import type { Translated, Work, WorkerRequest, WorkerSetup, WorkResult } from "./worker-messages.ts";

/** Milliseconds at most for what a thread does. */
const slowest = { start: 400, load: 120, compute: 15, end: 5 };

/** What it writes of a stream, so that all threads write the same. */
export function simulatedTokens(model: number, text: string, limit: number): string[] {
  return Array.from({ length: Math.min(limit, text.length * 4) }, (_, n) => `${model} ${text} ${n}`);
}

/** A thread that answers as one of the service does, in this thread, and takes drawn times over it. */
export class SimulatedThread implements NodeThread {
  readonly ended: Promise<unknown>;
  readonly models = new Set<number>();
  readonly streams = new Map<number, { readonly tokens: readonly string[]; given: number }>();
  private readonly random: RandomStream;
  private readonly toEnd: Int32Array;
  private readonly requests: {
    readonly request: WorkerRequest;
    readonly resolve: (answer: never) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  private state: "alive" | "dead" | "known to be dead" = "alive";
  private isBusy = true;
  private readonly setEnded: (why: unknown) => void;

  constructor({ toEnd }: WorkerSetup, random: RandomStream) {
    this.toEnd = toEnd;
    this.random = random;
    let setEnded: (why: unknown) => void = () => {};
    this.ended = new Promise((resolve) => {
      setEnded = resolve;
    });
    this.setEnded = setEnded;
    setTimeout(() => this.next(), this.random.integer(slowest.start));
  }

  get isAlive(): boolean {
    return this.state === "alive";
  }

  ask<Answer>(request: unknown): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (this.state === "known to be dead") return reject(new Error("it has ended"));
      this.requests.push({ request: request as WorkerRequest, resolve, reject });
      if (!this.isBusy) this.next();
    });
  }

  async stop(): Promise<void> {
    this.die();
  }

  /** Ends at once. That comes to be known later, and what it is asked meanwhile is not answered. */
  die(): void {
    if (this.state !== "alive") return;
    this.state = "dead";
    setTimeout(() => {
      this.state = "known to be dead";
      const why = new Error("it has ended");
      for (const { reject } of this.requests.splice(0)) reject(why);
      this.setEnded(why);
    }, this.random.integer(slowest.end));
  }

  private next(): void {
    const [first] = this.requests;
    this.isBusy = first !== undefined;
    if (first === undefined) return;
    this.endIfTold();
    const time = slowest[first.request.kind === "load" ? "load" : "compute"];
    setTimeout(() => {
      if (!this.isAlive) return;
      const answer = this.answer(first.request);
      this.endIfTold();
      if (!this.isAlive) return;
      this.requests.shift();
      first.resolve(answer as never);
      this.next();
    }, this.random.integer(time));
  }

  private endIfTold(): void {
    if (Atomics.load(this.toEnd, 0) !== 0) this.die();
  }

  private answer(request: WorkerRequest): unknown {
    switch (request.kind) {
      case "load":
        this.models.add(request.model);
        return null;
      case "forget":
        this.models.delete(request.model);
        return null;
      case "end":
        this.streams.delete(request.stream);
        return null;
      case "compute":
        return { preparing: 0, outcomes: request.works.map((work) => this.outcome(work)) };
    }
  }

  private outcome(work: Work): { result: WorkResult } | { error: Error } {
    if (work.kind !== "next" && !this.models.has(work.model)) {
      return { error: new Error(`model ${work.model} is not in the thread`) };
    }
    if (work.kind === "translate") return { result: translated(work.line.tokens.join("")) };
    if (work.kind === "stream") {
      const { tokens: read, limit } = work.line;
      const tokens = simulatedTokens(work.model, read.join(""), limit - 1);
      this.streams.set(work.stream, { tokens, given: work.given });
    }
    const number = "stream" in work ? work.stream : -1;
    const stream = this.streams.get(number);
    if (stream === undefined) return { error: new Error(`stream ${number} is not in the thread`) };
    const token = stream.tokens[stream.given++];
    if (token === undefined) this.streams.delete(number);
    const streamed = token === undefined ? undefined : { token, text: token, logProbability: -1 };
    return { result: { streamed } };
  }
}

function translated(text: string): Translated {
  return {
    translation: { text, score: 0, logProbability: 0, truncated: false, atLimit: false },
    written: text.length,
  };
}
