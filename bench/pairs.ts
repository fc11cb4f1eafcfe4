import { existsSync } from "node:fs";
import { join } from "node:path";
import { readParallelFiles } from "../src/data/files.ts";
import type { Pair } from "../src/data/index.ts";
import { RandomStream } from "../src/random.ts";

/** Pairs to train on, to choose an epoch by, and to translate. */
export interface BenchPairs {
  /** Where they come from, for the reader of the figures. */
  readonly name: string;
  readonly train: readonly Pair[];
  readonly dev: readonly Pair[];
  readonly test: readonly Pair[];
}

const folder = join(import.meta.dirname, "../../shared/data/enja-tanaka");

/** enja-tanaka where it is present beside the repository; otherwise pairs that resemble it. */
export async function benchPairs(): Promise<BenchPairs> {
  if (!existsSync(folder)) return generatedPairs();
  const read = async (part: string) =>
    (await readParallelFiles(join(folder, `${part}.en`), join(folder, `${part}.ja`))).pairs;
  return {
    name: "enja-tanaka",
    train: await read("train"),
    dev: await read("dev"),
    test: await read("test"),
  };
}

/**
 * Pairs in the likeness of enja-tanaka: about 7.5 and 11 words, vocabularies of 6,634 and 8,774 words with Zipf's
 * frequencies. Nothing can be learnt from them but the words' frequencies.
 */
function generatedPairs(): BenchPairs {
  const random = new RandomStream(1, "bench pairs");
  const word = (size: number) => `w${Math.floor(size ** random.uniform())}`;
  const line = (length: number, size: number) => Array.from({ length }, () => word(size)).join(" ");
  const pair = (): Pair => {
    const length = 4 + random.integer(8);
    return { source: line(length, 6634), target: line(length + 2 + random.integer(4), 8774) };
  };
  const pairs = Array.from({ length: 51_000 }, pair);
  return {
    name: "generated pairs",
    train: pairs.slice(0, 50_000),
    dev: pairs.slice(50_000, 50_500),
    test: pairs.slice(50_500),
  };
}
