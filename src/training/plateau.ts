import type { Configuration } from "../configuration/configuration.ts";

export type PlateauOptions = Pick<
  Configuration["training"],
  "schedule" | "patience" | "halvings" | "earlyStopping"
>;

/** What a plateau has seen. */
export interface PlateauState {
  readonly halvings: number;
  readonly best: number;
  readonly sinceBest: number;
  readonly sinceHalving: number;
}

/** Watches the dev scores: how often the learning rate was halved, and when to give up. */
export class Plateau {
  /** How often the score has stalled for `patience` evaluations; only the schedule "halving" counts. */
  halvings = 0;
  private readonly options: PlateauOptions;
  private best = Number.POSITIVE_INFINITY;
  /** Evaluations in a row without a better score: since the best one, and since that or the last halving. */
  private sinceBest = 0;
  private sinceHalving = 0;

  /** @param state what was seen before (default: nothing) */
  constructor(options: PlateauOptions, state?: PlateauState) {
    this.options = options;
    if (state === undefined) return;
    this.halvings = state.halvings;
    this.best = state.best;
    this.sinceBest = state.sinceBest;
    this.sinceHalving = state.sinceHalving;
  }

  get state(): PlateauState {
    const { halvings, best, sinceBest, sinceHalving } = this;
    return { halvings, best, sinceBest, sinceHalving };
  }

  /**
   * Takes note of an evaluation.
   * @param score lower is better
   */
  observe(score: number): void {
    if (score < this.best) {
      this.best = score;
      this.sinceBest = 0;
      this.sinceHalving = 0;
      return;
    }
    this.sinceBest++;
    this.sinceHalving++;
    const { schedule, patience = 1 } = this.options;
    if (schedule === "halving" && this.sinceHalving >= patience) {
      this.halvings++;
      this.sinceHalving = 0;
    }
  }

  /** Whether training is over: dev has stalled after the last halving, or for as long as `earlyStopping` allows. */
  get over(): boolean {
    const { halvings = 0, earlyStopping } = this.options;
    return this.halvings > halvings || (earlyStopping > 0 && this.sinceBest >= earlyStopping);
  }
}
