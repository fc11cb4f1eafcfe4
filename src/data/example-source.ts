import type { Example } from "./example.ts";

/** The lengths of examples, for planning batches, whether the examples are in memory or on disk. */
export interface ExampleLengths {
  /** n: examples are numbered 0 … n − 1. */
  readonly count: number;
  /** S of an example, `</s>` included. */
  sourceLength(index: number): number;
  /** T of an example, `</s>` included. */
  targetLength(index: number): number;
}

/** Examples by number, wherever they are kept. */
export interface ExampleSource extends ExampleLengths {
  example(index: number): Example;
}

/** Examples that are in memory. */
export function inMemory(examples: readonly Example[]): ExampleSource {
  return {
    count: examples.length,
    sourceLength: (index) => examples[index]!.source.length,
    targetLength: (index) => examples[index]!.target.length,
    example: (index) => examples[index]!,
  };
}
