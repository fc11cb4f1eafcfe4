/** What weights scored on dev; in both lower is better. */
export interface DevScore {
  /** By the metric that chooses. */
  readonly score: number;
  /** −log P per target token, which decides where the score is equal: a task may be all right from the first epoch. */
  readonly loss: number;
}

/** The weights after one epoch, and what they scored. */
export interface EpochWeights extends DevScore {
  readonly epoch: number;
  readonly values: Float32Array;
}

/** Whether a dev score is better than another one. */
export function isBetter(one: DevScore, other: DevScore): boolean {
  return one.score < other.score || (one.score === other.score && one.loss < other.loss);
}

/** The weights after the best epochs so far, in memory. */
export class BestEpochs {
  /** The best first; of equal ones the earlier. */
  readonly ranking: EpochWeights[] = [];
  private readonly capacity: number;

  /**
   * @param capacity how many epochs are kept, 1 or more
   * @param ranking those that are kept already, the best first
   */
  constructor(capacity: number, ranking: readonly EpochWeights[] = []) {
    this.capacity = capacity;
    this.ranking.push(...ranking);
  }

  get best(): EpochWeights | undefined {
    return this.ranking[0];
  }

  /**
   * Takes a copy of the weights where they are among the best; those without a finite score and loss never are.
   * @returns whether they are the best so far
   */
  add(epoch: number, dev: DevScore, values: Float32Array): boolean {
    if (!Number.isFinite(dev.score) || !Number.isFinite(dev.loss)) return false;
    const place = this.ranking.filter((other) => !isBetter(dev, other)).length;
    if (place >= this.capacity) return false;
    const spare = this.ranking.length === this.capacity ? this.ranking.pop() : undefined;
    const copy = spare?.values ?? new Float32Array(values.length);
    copy.set(values);
    this.ranking.splice(place, 0, { ...dev, epoch, values: copy });
    return place === 0;
  }

  /** Writes the mean of the weights of all epochs that are kept. */
  averageInto(values: Float32Array): void {
    const columns = this.ranking.map((kept) => kept.values);
    for (let i = 0; i < values.length; i++) {
      values[i] = columns.reduce((sum, column) => sum + column[i]!, 0) / columns.length;
    }
  }
}
