import type { Configuration } from "../configuration/configuration.ts";

export type LearningRateOptions = Pick<
  Configuration["training"],
  "schedule" | "learningRate" | "warmup" | "decayEvery" | "decayFactor"
>;

/** Where a run stands. */
export interface RunPosition {
  /** Counted from 1. */
  readonly epoch: number;
  /** The update that is to be made, counted from 1 over the whole run. */
  readonly update: number;
  /** The share of the run that is done before it, 0 … 1. */
  readonly progress: number;
  /** How often dev has stalled, see `Plateau`. */
  readonly halvings: number;
}

/**
 * The step size at a place of a run: with u the update, e the epoch, p the progress and w the updates of the warm-up
 * η · min(1, u / w) times
 *
 *     constant       1
 *     halving        ½^halvings
 *     cosine         ½(1 + cos πp)                       (Loshchilov 2017, eq. 5, without restarts)
 *     inverse-sqrt   √(w / max(u, w)), where w is 1 at least  (Vaswani 2017, eq. 3, with its peak at η)
 *     step           decayFactor^⌊(e − 1) / decayEvery⌋
 */
export function learningRateAt(
  { schedule, learningRate, warmup, decayEvery, decayFactor }: LearningRateOptions,
  { epoch, update, progress, halvings }: RunPosition,
): number {
  const w = Math.max(1, warmup);
  const factors: Record<typeof schedule, () => number> = {
    constant: () => 1,
    halving: () => 0.5 ** halvings,
    cosine: () => (1 + Math.cos(Math.PI * progress)) / 2,
    "inverse-sqrt": () => Math.sqrt(w / Math.max(update, w)),
    step: () => decayFactor ** Math.floor((epoch - 1) / decayEvery),
  };
  return learningRate * Math.min(1, update / w) * factors[schedule]();
}
