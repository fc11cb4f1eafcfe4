export interface PlateauOptions {
  readonly learningRate: number;
  /** Evaluations without a better score before the rate is halved. */
  readonly patience: number;
  /** Halvings before training is over. */
  readonly halvings: number;
}

/** Halves the learning rate when the dev score stalls, and says when it has stalled for good. */
export class Plateau {
  learningRate: number;
  /** The best score so far. */
  best = Number.POSITIVE_INFINITY;
  private readonly options: PlateauOptions;
  private stalled = 0;
  private halved = 0;

  constructor(options: PlateauOptions) {
    this.options = options;
    this.learningRate = options.learningRate;
  }

  /**
   * Takes note of an evaluation.
   * @param score lower is better
   */
  observe(score: number): { better: boolean; over: boolean } {
    const better = score < this.best;
    if (better) {
      this.best = score;
      this.stalled = 0;
    } else if (++this.stalled >= this.options.patience) {
      this.stalled = 0;
      this.halved++;
      this.learningRate /= 2;
    }
    return { better, over: this.halved > this.options.halvings };
  }
}
