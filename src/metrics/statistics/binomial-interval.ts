import { DataError } from "../../errors.ts";
import { incompleteBetaInverse } from "./incomplete-beta.ts";
import { checkLevel, type Interval } from "./interval.ts";

/**
 * The exact interval of a share, k successes of n, such as sentences whose output equals a reference (Clopper and
 * Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of the binomial"). It holds every
 * share p under which neither k or more nor k or fewer successes have a probability below α/2, α = 1 − level:
 *
 *     low:  P(X ≥ k | n, low) = α/2   ⇔   I_low(k, n − k + 1) = α/2          (0 where k = 0)
 *     high: P(X ≤ k | n, high) = α/2  ⇔   I_{1−high}(n − k, k + 1) = α/2     (1 where k = n)
 *
 * Whatever the true share, the interval misses it with a probability of at most α.
 * @param options `level`, between 0 and 1, is 0.95 by default
 * @returns shares, 0 … 1, to within 1e-12
 * @throws {DataError} where the numbers are not whole or not 0 ≤ k ≤ n, n ≥ 1
 * @throws {ConfigError} where the level is out of range
 */
export function binomialInterval(
  successes: number,
  trials: number,
  { level = 0.95 }: { level?: number } = {},
): Interval {
  checkLevel(level);
  if (!(Number.isInteger(successes) && Number.isInteger(trials) && trials > 0)) {
    throw new DataError(
      `binomial interval: ${successes} of ${trials}, expected whole numbers, of at least 1`,
    );
  }
  if (successes < 0 || successes > trials) {
    throw new DataError(`binomial interval: ${successes} of ${trials}, expected 0 to ${trials}`);
  }
  const tail = (1 - level) / 2;
  return {
    low: successes === 0 ? 0 : incompleteBetaInverse(tail, successes, trials - successes + 1),
    high: successes === trials ? 1 : 1 - incompleteBetaInverse(tail, trials - successes, successes + 1),
  };
}
