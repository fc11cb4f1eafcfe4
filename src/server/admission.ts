import { deadline } from "./deadline.ts";
import type { Limits } from "./limits.ts";
import { ProblemError } from "./problem.ts";
import type { CallOptions } from "./service.ts";

const instant = { retryAfter: 1 };

/** Lets requests in, while the service is not told to end and can answer them in time, and knows those in hand. */
export class Admission {
  private readonly limits: Limits;
  private readonly expectedWait: () => number;
  private stopping = false;
  private count = 0;
  private idle = () => {};
  private drained: Promise<void> | undefined;

  /** @param expectedWait seconds that a request which comes now would wait */
  constructor(limits: Limits, expectedWait: () => number) {
    this.limits = limits;
    this.expectedWait = expectedWait;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** Requests that are not answered yet. */
  get inHand(): number {
    return this.count;
  }

  /** @throws {ProblemError} where the service stops, or a request would wait for too long */
  admit({ isAdmitted = false }: CallOptions = {}): void {
    if (this.stopping && !isAdmitted)
      throw new ProblemError("unavailable", "the service is stopping", instant);
    this.refuseLong(0);
  }

  /**
   * @param ownSeconds that a request takes if nothing else is computed
   * @throws {ProblemError} where it would wait or take too long
   */
  refuseLong(ownSeconds: number): void {
    const { wait: most, timeout } = this.limits;
    const wait = this.expectedWait();
    if (wait > most) {
      const known = Number.isFinite(wait);
      throw new ProblemError(
        "overloaded",
        known ? `expected wait ${wait.toFixed(1)} s: more than ${most} s` : "no thread can compute now",
        { retryAfter: known ? Math.max(1, Math.ceil(wait - most)) : 1 },
      );
    }
    if (ownSeconds > timeout) {
      throw new ProblemError(
        "too-large",
        `it would take about ${Math.ceil(ownSeconds)} s: more than ${timeout} s; divide it`,
      );
    }
  }

  /**
   * Takes a request in hand.
   * @returns the signal that gives it up: its client's, or at its deadline; and what must be called in the end
   */
  begin({ signal, timeout }: CallOptions): { signal: AbortSignal; end: () => void } {
    const limited = deadline(Math.min(timeout ?? this.limits.timeout, this.limits.timeout), signal);
    this.count++;
    const end = () => {
      limited.end();
      if (--this.count === 0) this.idle();
    };
    return { signal: limited.signal, end };
  }

  /** Lets no more in, and waits for what is in hand. */
  drain(): Promise<void> {
    this.stopping = true;
    this.drained ??= new Promise<void>((resolve) => {
      this.idle = resolve;
      if (this.count === 0) resolve();
    });
    return this.drained;
  }

  stop(): void {
    this.stopping = true;
  }
}
