import { type Batch, buildBatch } from "../src/data/index.ts";
import { RandomStream } from "../src/random.ts";
import type { BenchShape } from "./shapes.ts";

/** A full batch of random tokens without padding. */
export function randomBatch({ V, B, S, T }: BenchShape): Batch {
  const random = new RandomStream(1, "bench batch");
  const line = (length: number) => Int32Array.from({ length }, () => 4 + random.integer(V - 4));
  const examples = Array.from({ length: B }, () => ({ source: line(S), target: line(T) }));
  return buildBatch(examples, [...examples.keys()]);
}
