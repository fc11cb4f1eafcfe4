import type { ExamplePair } from "./example-pairs.ts";

/** One RNN that reads a token a step and, `delay` steps later, begins to write one a step. */
export interface DelayedOutput {
  readonly token: string;
  /** The source position that it must have read, from 1; 0 where none. */
  readonly needs: number;
  /** How many source tokens it has read by then. */
  readonly read: number;
  readonly possible: boolean;
}

export function delayedOutputs({ source, target, needs }: ExamplePair, delay: number): DelayedOutput[] {
  return target.map((token, i) => {
    const read = Math.min(source.length, i + 1 + delay);
    return { token, needs: needs[i]!, read, possible: needs[i]! <= read };
  });
}

/** The least delay at which each token can be written. */
export function leastDelay({ needs }: ExamplePair): number {
  return Math.max(0, ...needs.map((position, i) => position - (i + 1)));
}
