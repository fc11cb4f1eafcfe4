import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import type { RandomStream } from "../../src/random.ts";
import type { DrawOptions, Task, TaskPair } from "./task.ts";

const letters = [..."abcdefghijklmnopqrst"];

const lengths = { shortest: 1, longest: 40, usual: { shortest: 3, longest: 10 } };

/** Draws letters and puts them into another order. */
function drawOrder(
  random: RandomStream,
  { length = lengths.usual }: DrawOptions,
  /** The source position of each target position, in a line of n letters. */
  order: (position: number, n: number) => number,
): TaskPair {
  const n = length.shortest + random.integer(length.longest - length.shortest + 1);
  const source = Array.from({ length: n }, () => letters[random.integer(letters.length)]!);
  const alignment = source.map((_, position) => order(position, n));
  return { source: source.join(" "), target: alignment.map((from) => source[from]!).join(" "), alignment };
}

const configuration: ConfigurationInput = {
  source: { tokenizer: "words" },
  target: { tokenizer: "words" },
  encoder: { size: 64, embedding: 32, dropout: 0 },
  decoder: { size: 64, embedding: 32, dropout: 0 },
  training: { epochs: 3, batchTokens: 300, learningRate: 0.005, labelSmoothing: 0 },
};

export const reverse: Task = {
  title: { en: "Letters, reversed", ja: "文字列の逆順" },
  description: {
    en: "A row of letters, written from its end to its beginning.",
    ja: "文字の並びを、後ろから順に書きます。",
  },
  lengths,
  pairs: 10_000,
  configuration,
  samples: ["a b c", "d e f g h", "t r q p o n m"],
  draw: (random, options = {}) => drawOrder(random, options, (position, n) => n - 1 - position),
};

export const copy: Task = {
  title: { en: "Letters, copied", ja: "文字列のコピー" },
  description: { en: "A row of letters, written as it is.", ja: "文字の並びを、そのまま書きます。" },
  lengths,
  pairs: 10_000,
  configuration,
  samples: ["a b c", "d e f g h", "t r q p o n m"],
  draw: (random, options = {}) => drawOrder(random, options, (position) => position),
};
