/**
 * Kendall's rank correlation τ-b (Kendall 1945, "The treatment of ties in ranking problems"): of all pairs of places,
 * those that both lists order alike less those that they order otherwise,
 *
 *     τ_b = Σ sign(xᵢ − xⱼ) sign(yᵢ − yⱼ) / √(#{xᵢ ≠ xⱼ} · #{yᵢ ≠ yⱼ}),   sums over i < j
 *
 * from −1 (reversed) to 1 (the same order). Null where a list holds no two different values, and there is no order
 * to compare. Time O(n²): lists as long as sentences.
 */
export function kendallTau(x: readonly number[], y: readonly number[]): number | null {
  let [agreement, differentX, differentY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const [signX, signY] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
      agreement += signX * signY;
      differentX += Math.abs(signX);
      differentY += Math.abs(signY);
    }
  }
  return differentX === 0 || differentY === 0 ? null : agreement / Math.sqrt(differentX * differentY);
}
