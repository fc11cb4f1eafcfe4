import { z } from "zod";
import type { RunPair } from "../run-keeper.ts";

const pairSchema = z.object({
  source: z.string(),
  target: z.string(),
  alignment: z.array(z.int().nonnegative().nullable()).optional(),
});

/** Pairs as JSON lines, which the command line reads too. */
export function formatPairs(pairs: readonly RunPair[]): string {
  return pairs
    .map(({ source, target, alignment }) => `${JSON.stringify({ source, target, alignment })}\n`)
    .join("");
}

/** @throws {Error} where a line is no pair */
export function parsePairs(text: string): RunPair[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { alignment, ...pair } = pairSchema.parse(JSON.parse(line));
      return { ...pair, ...(alignment && { alignment }) };
    });
}
