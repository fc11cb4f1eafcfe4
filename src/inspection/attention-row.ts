/**
 * A row of attention with one weight set by hand. The others keep their proportions and share what is left, so that the
 * row adds up to 1 again; where they are all 0, they share it evenly.
 * @param weight from 0 to 1
 */
export function withWeight(row: readonly number[], position: number, weight: number): number[] {
  const held = row.length === 1 ? 1 : Math.min(1, Math.max(0, weight));
  const others = row.reduce((sum, one, s) => (s === position ? sum : sum + one), 0);
  return row.map((one, s) => {
    if (s === position) return held;
    return others > 0 ? (one / others) * (1 - held) : (1 - held) / (row.length - 1);
  });
}

/** A row of attention moved by some positions, to the right if above 0. What leaves at one end comes in at the other. */
export function movedRow(row: readonly number[], by: number): number[] {
  const S = row.length;
  return row.map((_, s) => row[(((s - by) % S) + S) % S]!);
}
