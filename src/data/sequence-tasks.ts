import { RandomStream } from "../random.ts";
import type { Pair } from "./pair.ts";

/** A task whose right answer can be computed for any line, so that any number of lines can be drawn. */
export interface SequenceTask {
  /** Lines consist of the numbers 0 … symbols − 1, separated by spaces. */
  readonly symbols: number;
  readonly answer: (sequence: readonly number[]) => readonly number[];
  readonly parts: Readonly<Record<"train" | "dev" | "test", Part>>;
}

/** How many pairs a file has, and the most symbols in a line. */
interface Part {
  readonly pairs: number;
  readonly longest: number;
}

const tenDigits = {
  symbols: 10,
  parts: {
    train: { pairs: 10_000, longest: 10 },
    dev: { pairs: 500, longest: 10 },
    test: { pairs: 500, longest: 10 },
  },
};

/** Tasks with which toolkits show that they learn the order of symbols in a line. */
export const sequenceTasks = {
  /** From JoeyNMT: some test lines are longer than all training lines. */
  reverse: {
    symbols: 50,
    answer: (sequence) => sequence.toReversed(),
    parts: {
      train: { pairs: 50_000, longest: 25 },
      dev: { pairs: 1000, longest: 25 },
      test: { pairs: 1000, longest: 30 },
    },
  },
  /** From Sockeye 1's system tests: digits as they are, and in ascending order. */
  copy: { ...tenDigits, answer: (sequence) => sequence },
  sort: { ...tenDigits, answer: (sequence) => sequence.toSorted((a, b) => a - b) },
} satisfies Readonly<Record<string, SequenceTask>>;

export type SequenceTaskName = keyof typeof sequenceTasks;

/**
 * Draws the pairs of one file, always the same ones. Lengths are uniform over 1 … longest, symbols over all symbols.
 * @param purpose the key of the random stream: files with different keys differ
 */
export function drawPairs(
  { symbols, answer }: SequenceTask,
  { pairs, longest }: Part,
  purpose: string,
): Pair[] {
  const random = new RandomStream(1, purpose);
  return Array.from({ length: pairs }, () => {
    const sequence = Array.from({ length: 1 + random.integer(longest) }, () => random.integer(symbols));
    return { source: sequence.join(" "), target: answer(sequence).join(" ") };
  });
}
