/** Of so many waits one may be longer than was said. */
const oneIn = 200;

/** The factor's step up at a wait that was longer; it goes down by a part of it at the others. */
const step = 0.03;

/** Shorter waits, in seconds, tell nothing. */
const least = 0.05;

/**
 * What is missing in an estimate of waits: later requests that fill up batches before it, and other programs on the
 * machine. The factor follows a high percentile of how waits were to what was expected: each one that was longer moves it
 * up, 199 that were not move it down as far.
 */
export class WaitEstimate {
  private factor = 1;

  /** @param expected before the correction, in seconds */
  add(expected: number, found: number): void {
    if (!(expected >= least && Number.isFinite(expected))) return;
    const moved = this.factor * (found > expected * this.factor ? 1 + step : 1 - step / (oneIn - 1));
    this.factor = Math.min(10, Math.max(1, moved));
  }

  corrected(expected: number): number {
    return expected * this.factor;
  }
}
