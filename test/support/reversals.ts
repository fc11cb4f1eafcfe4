import type { Pair } from "../../src/data/index.ts";
import { RandomStream } from "../../src/random.ts";

/** Words of 2 to 5 letters and their letters in the opposite order. */
export function reversals(count: number, seed = 1): Pair[] {
  const random = new RandomStream(seed, "reversals");
  return Array.from({ length: count }, () => {
    const letters = Array.from({ length: 2 + random.integer(4) }, () => "abcde"[random.integer(5)]!);
    return { source: letters.join(""), target: letters.toReversed().join("") };
  });
}

/** Pairs as the lines of a file. */
export function tsv(pairs: readonly Pair[]): string {
  return pairs.map(({ source, target }) => `${source}\t${target}\n`).join("");
}
