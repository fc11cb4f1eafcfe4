import type { Configuration } from "../configuration/configuration.ts";

type Schedule = Configuration["training"]["scheduledSampling"];

/**
 * The share of the decoder's inputs that are its own predictions (Bengio 2015, section 2.4, with progress p through the
 * run in place of the count of updates):
 *
 *     linear           ρ p
 *     exponential      ρ (1 − e^(−5p))
 *     inverse-sigmoid  ρ / (1 + e^(−10 (p − ½)))
 *     constant         ρ
 *
 * @param progress p, 0 … 1
 */
export function samplingShare({ rate, schedule }: Schedule, progress: number): number {
  switch (schedule) {
    case "linear":
      return rate * progress;
    case "exponential":
      return rate * (1 - Math.exp(-5 * progress));
    case "inverse-sigmoid":
      return rate / (1 + Math.exp(-10 * (progress - 0.5)));
    case "constant":
      return rate;
  }
}
