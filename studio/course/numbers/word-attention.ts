import { dot, softmax, weightedMean } from "./softmax.ts";

/** Attention while a decoder writes 今日は寒い, with states of three numbers that were chosen by hand. */

export const sourceWords = ["it", "is", "cold", "today"] as const;
export const targetWords = ["今日", "は", "寒い"] as const;

/** Encoder states, one for each source word `[S, 3]`: how much it speaks of time, of quality, of grammar. */
export const encoderStates: readonly (readonly number[])[] = [
  [0.1, 0.1, 1.2],
  [0.2, 0.3, 1.5],
  [0.3, 1.8, 0.2],
  [1.7, 0.4, 0.1],
];

/** Decoder states before each word is written `[T, 3]`. */
export const decoderStates: readonly (readonly number[])[] = [
  [1.9, 0.2, 0.2],
  [0.4, 0.1, 1.4],
  [0.3, 1.9, 0.3],
];

/** The scores q·k of the word at `row` with every source word. */
function wordScores(row: number): number[] {
  return encoderStates.map((state) => dot(decoderStates[row]!, state));
}

export interface AttentionStep {
  readonly scores: readonly number[];
  /** α: softmax of the scores. */
  readonly weights: readonly number[];
  /** c: the encoder states averaged with the weights. */
  readonly context: readonly number[];
}

/**
 * @param added what a reader adds to the scores, by source word
 * @param sharpness β, what scores are multiplied by
 */
export function attentionStep(row: number, added: readonly number[] = [], sharpness = 1): AttentionStep {
  const scores = wordScores(row).map((score, s) => score + (added[s] ?? 0));
  const weights = softmax(scores.map((score) => sharpness * score));
  return { scores, weights, context: weightedMean(weights, encoderStates) };
}
