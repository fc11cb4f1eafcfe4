import type { ConfigurationInput } from "../configuration/configuration.ts";
import type { SequenceTaskName } from "../data/sequence-tasks.ts";

/** A comparison that henkan knows by name. */
export interface Preset {
  readonly settings: ConfigurationInput;
  /** The longest source of each length bucket but the last. Default: 5, 10, 15 … */
  readonly bounds?: readonly number[];
  /** The task that pairs are drawn from if no file is named, and how many to train on; null: the user's own pairs. */
  readonly task: { readonly name: SequenceTaskName; readonly pairs: number } | null;
  /** What the pairs are, for the error message if they are missing. */
  readonly pairs: string;
}

const words = { source: { tokenizer: "words" }, target: { tokenizer: "words" } } as const;

/** Settings for the tasks whose lines have up to ten digits. */
const tenDigits: ConfigurationInput = {
  ...words,
  encoder: { size: 64, embedding: 32, dropout: 0 },
  decoder: { size: 64, embedding: 32, dropout: 0 },
  training: { epochs: 5, batchTokens: 200, learningRate: 0.004, labelSmoothing: 0, metric: "bleu" },
};

/** Sized so that all arms take at most 20 minutes on two cores, an hour for `enja`; estimated from single arms. */
export const presets = {
  reverse: {
    settings: {
      ...words,
      encoder: { size: 128, embedding: 32, dropout: 0.1 },
      decoder: { size: 128, embedding: 32, dropout: 0.1 },
      training: { epochs: 5, batchTokens: 800, learningRate: 0.004, labelSmoothing: 0, metric: "bleu" },
    },
    task: { name: "reverse", pairs: 30_000 },
    pairs: "lines of numbers",
  },
  copy: { settings: tenDigits, task: { name: "copy", pairs: 10_000 }, pairs: "lines of digits" },
  sort: { settings: tenDigits, task: { name: "sort", pairs: 10_000 }, pairs: "lines of digits" },
  enja: {
    settings: {
      source: { tokenizer: "words", minimumCount: 2, maximumVocabulary: 5000 },
      target: { tokenizer: "words", minimumCount: 2, maximumVocabulary: 5000 },
      encoder: { size: 256, embedding: 128, dropout: 0.3 },
      decoder: { size: 256, embedding: 128, dropout: 0.3 },
      training: { epochs: 4, batchTokens: 1400, learningRate: 0.003, labelSmoothing: 0.1, metric: "bleu" },
    },
    bounds: [5, 7, 9], // its sentences have 4 to 16 words, and few are longer than 12
    task: null,
    pairs: "English sentences with their Japanese translations, words with spaces between them",
  },
} satisfies Readonly<Record<string, Preset>>;
