import { RandomStream } from "../random.ts";
import type { Pair } from "./pair.ts";

/** A task whose right answer is known for any line, so that lines can be drawn, as many as are wanted. */
export interface SequenceTask {
  /** Lines are of the numbers 0 … symbols − 1, with spaces between them. */
  readonly symbols: number;
  readonly answer: (sequence: readonly number[]) => readonly number[];
  readonly parts: Readonly<Record<"train" | "dev" | "test", Part>>;
}

/** How many pairs a file has, and the most symbols of a line. */
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

/** Tasks by which toolkits show that they learn the order of a line. */
export const sequenceTasks = {
  /** JoeyNMT's: some test lines are longer than all that are trained on. */
  reverse: {
    symbols: 50,
    answer: (sequence) => sequence.toReversed(),
    parts: {
      train: { pairs: 50_000, longest: 25 },
      dev: { pairs: 1000, longest: 25 },
      test: { pairs: 1000, longest: 30 },
    },
  },
  /** Sockeye 1's system tests: digits as they are, and in ascending order. */
  copy: { ...tenDigits, answer: (sequence) => sequence },
  sort: { ...tenDigits, answer: (sequence) => sequence.toSorted((a, b) => a - b) },
} satisfies Readonly<Record<string, SequenceTask>>;

export type SequenceTaskName = keyof typeof sequenceTasks;

/**
 * Draws the pairs of one file, always the same: lengths are uniform over 1 … longest, symbols over all.
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
