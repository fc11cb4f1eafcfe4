import { ConfigError } from "../errors.ts";
import { oneOf } from "./one-of.ts";

/** How BLEU counts an order of n-grams of which none is found. */
export type SmoothingMethod = (typeof smoothingMethods)[number];

export const smoothingMethods = ["exp", "floor", "add-k", "none"] as const;

export interface Smoothing {
  readonly method: SmoothingMethod;
  /** The numerator of "floor", the k of "add-k"; the others need none. */
  readonly value?: number;
}

/** "floor" as in Chen & Cherry's experiments; "add-k" as in Lin & Och's. */
const defaults: Partial<Record<SmoothingMethod, number>> = { floor: 0.1, "add-k": 1 };

/** @throws {ConfigError} where the method is unknown or takes no such value */
export function smoothingOf(method: string, value?: number): Smoothing {
  const known = oneOf("BLEU smoothing", method, smoothingMethods);
  const usual = defaults[known];
  if (usual === undefined) {
    if (value === undefined) return { method: known };
    throw new ConfigError(
      `BLEU smoothing value ${value}: "${known}" takes none; leave it out, or smooth by "floor" or "add-k"`,
    );
  }
  if (value !== undefined && !(value > 0 && Number.isFinite(value))) {
    throw new ConfigError(`BLEU smoothing value ${value}: expected a number above 0`);
  }
  return { method: known, value: value ?? usual };
}

/** As in signatures: `exp`, `floor[0.10]`. */
export function formatSmoothing({ method, value }: Smoothing): string {
  return value === undefined ? method : `${method}[${value.toFixed(2)}]`;
}

/**
 * The n-gram precisions pₙ, 0 … 100, smoothed as Chen & Cherry 2014 ("A systematic comparison of smoothing techniques
 * for sentence-level BLEU") number the methods. With mₙ n-grams found of lₙ:
 *
 *     pₙ = 100 · mₙ / lₙ                    where mₙ > 0; where mₙ = 0, by the method:
 *     none:   0
 *     floor:  100 · ε / lₙ                  their method 1
 *     add-k:  100 · (mₙ + k) / (lₙ + k)     method 2, for every n > 1, mₙ = 0 or not (Lin & Och 2004)
 *     exp:    100 / (2ⁱ · lₙ)               method 3, at the i-th order without a match (NIST's mteval)
 *
 * @param matches mₙ, [orders]
 * @param totals lₙ, [orders]
 * @returns as many as there are orders before the first without any n-gram
 */
export function smoothedPrecisions(
  matches: Float64Array,
  totals: Float64Array,
  { method, value = 0 }: Smoothing,
): number[] {
  const precisions: number[] = [];
  let halves = 1;
  for (const [i, counted] of matches.entries()) {
    const added = method === "add-k" && i > 0 ? value : 0;
    const found = counted + added;
    const total = totals[i]! + added;
    if (total === 0) break;
    if (found === 0 && method === "exp") halves *= 2;
    const numerator = found > 0 ? found : { none: 0, floor: value, "add-k": 0, exp: 1 / halves }[method];
    precisions.push((100 * numerator) / total);
  }
  return precisions;
}
