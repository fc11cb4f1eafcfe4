import { setTimeout as sleep } from "node:timers/promises";
import { RandomStream } from "../../src/random.ts";
import type { Call, Caller, Reply } from "../../test/support/http-calls.ts";

/** Calls that are made at their times, whether or not those before have been answered. */
export interface OpenLoop {
  /** Calls a second, on average. */
  readonly rate: number;
  readonly seconds: number;
  /** The n-th call. */
  readonly make: (n: number) => Call;
  /** What the gaps are drawn from (default 1). */
  readonly seed?: number;
}

/** A call that has ended. */
export interface Arrival {
  readonly n: number;
  /** Milliseconds from when the call was due, not from when it could be made, to the end of its answer. */
  readonly latency: number;
  /** Milliseconds by which the generator itself was late. */
  readonly late: number;
  readonly reply: Reply;
}

/**
 * Poisson arrivals: independent clients, as far as the server can tell. A generator that waits for answers would slow
 * down with the server and not measure what its users wait for ("coordinated omission"); of the known ones `autocannon`,
 * `wrk` and `ab` wait.
 */
export async function openLoop(
  call: Caller,
  { rate, seconds, make, seed = 1 }: OpenLoop,
): Promise<Arrival[]> {
  const times = arrivalTimes(rate, seconds, seed);
  const start = performance.now();
  const pending: Promise<Arrival>[] = [];
  for (const [n, time] of times.entries()) {
    const due = start + time * 1000;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    else if (n % 64 === 0) await sleep(0); // answers are read between calls that are late
    const late = Math.max(0, performance.now() - due);
    pending.push(call(make(n)).then((reply) => ({ n, latency: performance.now() - due, late, reply })));
  }
  return await Promise.all(pending);
}

/** Seconds after the start: gaps are exponentially distributed. */
function arrivalTimes(rate: number, seconds: number, seed: number): number[] {
  const random = new RandomStream(seed, "arrivals");
  const times: number[] = [];
  for (let time = 0; ; ) {
    time -= Math.log(1 - random.uniform()) / rate;
    if (time >= seconds) return times;
    times.push(time);
  }
}

export interface ClosedLoop {
  /** Calls in flight. */
  readonly clients: number;
  /** For how long, or how many in all. */
  readonly seconds?: number;
  readonly requests?: number;
  readonly make: (n: number) => Call;
}

/** The same number of calls in flight all the time: how much a server can do. */
export async function closedLoop(
  call: Caller,
  { clients, seconds = Number.POSITIVE_INFINITY, requests = Number.POSITIVE_INFINITY, make }: ClosedLoop,
): Promise<{ replies: Reply[]; latencies: number[]; seconds: number }> {
  const [replies, latencies]: [Reply[], number[]] = [[], []];
  const start = performance.now();
  let n = 0;
  const client = async () => {
    while (n < requests && performance.now() - start < seconds * 1000) {
      const begin = performance.now();
      replies.push(await call(make(n++)));
      latencies.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { replies, latencies, seconds: (performance.now() - start) / 1000 };
}

/** The smallest value that a share of all values does not exceed; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
