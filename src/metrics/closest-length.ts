/** Of several lengths the one closest to a given length, of two equally close ones the shorter: BLEU's reference length. */
export function closestLength(length: number, others: readonly number[]): number {
  const off = (other: number): number => Math.abs(other - length);
  return others.reduce((a, b) => (off(b) < off(a) || (off(b) === off(a) && b < a) ? b : a));
}
