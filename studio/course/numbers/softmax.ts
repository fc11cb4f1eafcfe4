/** exp(xᵢ) / Σ exp(xⱼ), computed from the differences to the largest so that nothing overflows. */
export function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

/** Σ weight · row: the rows averaged with weights that add up to 1. */
export function weightedMean(weights: readonly number[], rows: readonly (readonly number[])[]): number[] {
  return rows[0]!.map((_, i) => rows.reduce((sum, row, r) => sum + weights[r]! * row[i]!, 0));
}

/** A matrix, a row for each query. */
export type Matrix = readonly (readonly number[])[];

/** A Bᵀ for rows of A `[Q, D]` and rows of B `[S, D]`: `[Q, S]`. */
export function productTransposed(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b.map((other) => dot(row, other)));
}

/** A B: `[Q, S] · [S, V]`. */
export function product(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => weightedMean(row, b));
}
