import { perplexity } from "../../../src/metrics/perplexity.ts";

/** Two sentences of a batch, with the probability that a model gives to each right token. */
export const lossSentences = [
  {
    source: ["it", "is", "cold", "today"],
    target: ["今日", "は", "寒い", "</s>"],
    probabilities: [0.5, 0.9, 0.4, 0.8],
  },
  { source: ["good", "morning"], target: ["おはよう", "</s>"], probabilities: [0.7, 0.9] },
] as const;

/** So many tokens as likely as those of the first sentence make a product that a 32-bit float cannot hold. */
export const manyTokens = 300;

export interface SentenceLoss {
  /** −log P of each token. */
  readonly terms: readonly number[];
  /** P(y | x), the product. */
  readonly probability: number;
  /** −log P(y | x), the sum of the terms. */
  readonly loss: number;
}

export function sentenceLoss(probabilities: readonly number[]): SentenceLoss {
  const terms = probabilities.map((p) => -Math.log(p));
  return {
    terms,
    probability: probabilities.reduce((a, b) => a * b, 1),
    loss: terms.reduce((a, b) => a + b, 0),
  };
}

export interface BatchLoss {
  /** E(w): the mean over sentences. */
  readonly perSentence: number;
  /** The mean over tokens. */
  readonly perToken: number;
  /** exp of the mean over tokens, by src/metrics. */
  readonly perplexity: number;
}

export function batchLoss(sentences: readonly (readonly number[])[]): BatchLoss {
  const total = sentences.reduce((sum, probabilities) => sum + sentenceLoss(probabilities).loss, 0);
  const tokens = sentences.reduce((sum, { length }) => sum + length, 0);
  return {
    perSentence: total / sentences.length,
    perToken: total / tokens,
    perplexity: perplexity.score(Float64Array.of(total, tokens)),
  };
}
