import type { Example } from "./example.ts";

/** How long examples are, for planning batches: in memory, or of a corpus whose tokens are on the disk. */
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
