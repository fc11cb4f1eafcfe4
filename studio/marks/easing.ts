/** Milliseconds in which a heat map goes from one set of weights to the next. */
const span = 320;

/**
 * Moves numbers to others, a step in each frame of the screen; at once where the reader wants less motion.
 * @param show called with the numbers of each frame
 * @returns stops it
 */
export function ease(
  from: readonly number[],
  to: readonly number[],
  show: (values: readonly number[]) => void,
): () => void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    show(to);
    return () => {};
  }
  const start = performance.now();
  let frame = requestAnimationFrame(next);
  function next(now: number): void {
    const share = Math.min(1, Math.max(0, (now - start) / span));
    const eased = share * share * (3 - 2 * share);
    show(to.map((value, n) => from[n]! + (value - from[n]!) * eased));
    if (share < 1) frame = requestAnimationFrame(next);
  }
  return () => cancelAnimationFrame(frame);
}
