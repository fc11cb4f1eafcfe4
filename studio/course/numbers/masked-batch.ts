import { type Matrix, softmax } from "./softmax.ts";

/** Sentences of one batch, padded to the longest, with what a model paid for each of their tokens. */
export interface PaddedSentence {
  readonly tokens: readonly string[];
  /** How many of the tokens are real; the others are `<pad>`. */
  readonly length: number;
  /** −log P of each position. A model soon learns that `<pad>` follows `<pad>`. */
  readonly losses: readonly number[];
}

export const paddedBatch: readonly PaddedSentence[] = [
  { tokens: ["it", "is", "cold", "today"], length: 4, losses: [0.9, 0.3, 1.4, 0.6] },
  { tokens: ["see", "you", "tomorrow", "<pad>"], length: 3, losses: [1.2, 0.4, 0.8, 0.02] },
  { tokens: ["good", "morning", "<pad>", "<pad>"], length: 2, losses: [0.7, 0.5, 0.02, 0.01] },
];

/** Scores of four positions with each other `[4, 4]`, the same for each sentence. */
export const maskScores: Matrix = [
  [1.5, 0.8, 0.4, 0.9],
  [0.6, 1.2, 0.9, 0.7],
  [0.3, 0.7, 1.6, 1.1],
  [0.9, 0.4, 1.2, 1.4],
];

export const maskKinds = ["none", "padding", "causal", "both"] as const;
export type MaskKind = (typeof maskKinds)[number];

/** What is added to the score of a position that must get no attention, as in src/nn. */
export const forbidden = -1e9;

/** Whether the position s is open to the query at t, of a sentence with so many real tokens. */
function isOpen(kind: MaskKind, t: number, s: number, length: number): boolean {
  const padded = (kind === "padding" || kind === "both") && s >= length;
  const future = (kind === "causal" || kind === "both") && s > t;
  return !padded && !future;
}

/** Attention weights `[4, 4]` under a mask. */
export function maskedWeights(kind: MaskKind, length: number): number[][] {
  return maskScores.map((row, t) =>
    softmax(row.map((score, s) => score + (isOpen(kind, t, s, length) ? 0 : forbidden))),
  );
}

/** Of all weights of real rows, the share that padding gets. */
export function leaked(kind: MaskKind, length: number): number {
  const rows = maskedWeights(kind, length).slice(0, length);
  return rows.reduce((sum, row) => sum + row.slice(length).reduce((a, b) => a + b, 0), 0) / length;
}

/** The mean loss a token over the batch: over real tokens, or over all positions. */
export function batchMean(isMasked: boolean): number {
  const counted = paddedBatch.flatMap(({ losses, length }) => (isMasked ? losses.slice(0, length) : losses));
  return counted.reduce((a, b) => a + b, 0) / counted.length;
}
