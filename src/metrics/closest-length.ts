import type { Segment } from "./segment.ts";

/** Of several lengths the one closest to a given length, of two equally close ones the shorter: BLEU's reference length. */
export function closestLength(length: number, others: readonly number[]): number {
  const off = (other: number): number => Math.abs(other - length);
  return others.reduce((a, b) => (off(b) < off(a) || (off(b) === off(a) && b < a) ? b : a));
}

/** Tokens of the reference that is closest in length to the hypothesis. */
export function referenceLength({ hypothesis, references }: Segment): number {
  return closestLength(
    hypothesis.tokens.length,
    references.map(({ tokens }) => tokens.length),
  );
}
