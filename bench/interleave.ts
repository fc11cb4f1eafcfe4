/** Milliseconds of one call. */
export interface Timing {
  readonly minimum: number;
  readonly median: number;
}

/** Something to time: milliseconds of one call, over a few calls in a row. */
export type Timed = (calls: number) => Promise<number>;

/** Times calls of a function on this thread. */
export function timed(call: () => Promise<unknown>): Timed {
  return async (calls) => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) await call();
    return (performance.now() - start) / calls;
  };
}

export interface InterleaveOptions {
  /** Times that each entry gets its turn. */
  readonly rounds: number;
  /** Milliseconds that a turn lasts, about (default 150): long enough that all entries see the same disturbances. */
  readonly turn?: number;
}

/**
 * Times several things in turns, A B C A B C …, so that what else the machine does strikes them alike: their
 * ratios mean something where their values do not.
 */
export async function interleave<Name extends string>(
  entries: Readonly<Record<Name, Timed>>,
  { rounds, turn = 150 }: InterleaveOptions,
): Promise<Record<Name, Timing>> {
  const list = Object.entries<Timed>(entries);
  const calls = new Map<string, number>();
  for (const [name, time] of list) {
    await time(2); // warm up
    calls.set(name, Math.max(1, Math.round(turn / (await time(2)))));
  }
  const samples = list.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, [name, time]] of list.entries()) samples[index]!.push(await time(calls.get(name)!));
  }
  const timings = list.map(([name], index) => [name, timing(samples[index]!)]);
  return Object.fromEntries(timings) as Record<Name, Timing>;
}

function timing(samples: readonly number[]): Timing {
  return { minimum: Math.min(...samples), median: median(samples) };
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
