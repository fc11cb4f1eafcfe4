import type { Configuration } from "../seq2seq/configuration.ts";

export type LearningRateOptions = Pick<
  Configuration["training"],
  "schedule" | "learningRate" | "patience" | "halvings"
>;

/**
 * The step size over a run, and when a run is over because dev has stalled.
 *
 *     halving   η, halved whenever the dev score stalls; over when it stalls after the last halving
 *     cosine    η · ½(1 + cos πp) at progress p through the run (Loshchilov 2017, eq. 5, without restarts)
 */
export class LearningRate {
  private readonly options: LearningRateOptions;
  private best = Number.POSITIVE_INFINITY;
  private stalled = 0;
  private halved = 0;

  constructor(options: LearningRateOptions) {
    this.options = options;
  }

  /** @param progress the share of the run that is done, 0 … 1 */
  at(progress: number): number {
    const { schedule, learningRate } = this.options;
    if (schedule === "cosine") return (learningRate * (1 + Math.cos(Math.PI * progress))) / 2;
    return learningRate / 2 ** this.halved;
  }

  /**
   * Takes note of an evaluation.
   * @param score lower is better
   */
  observe(score: number): { better: boolean; over: boolean } {
    const { schedule, patience, halvings } = this.options;
    const better = score < this.best;
    if (better) {
      this.best = score;
      this.stalled = 0;
    } else if (schedule === "halving" && ++this.stalled >= patience) {
      this.stalled = 0;
      this.halved++;
    }
    return { better, over: this.halved > halvings };
  }
}
