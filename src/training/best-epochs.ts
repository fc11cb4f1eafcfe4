/** The weights after one epoch, and what they scored on dev. */
export interface EpochWeights {
  readonly epoch: number;
  /** Lower is better. */
  readonly score: number;
  readonly values: Float32Array;
}

/** The weights after the best epochs so far, in memory. */
export class BestEpochs {
  /** The best first; of equal ones the earlier. */
  readonly ranking: EpochWeights[] = [];
  private readonly capacity: number;

  /** @param capacity how many epochs are kept, 1 or more */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get best(): EpochWeights | undefined {
    return this.ranking[0];
  }

  /** Takes a copy of the weights where they are among the best; those without a finite score never are. */
  add(epoch: number, score: number, values: Float32Array): void {
    if (!Number.isFinite(score)) return;
    const better = this.ranking.filter((other) => other.score <= score).length;
    if (better >= this.capacity) return;
    const spare = this.ranking.length === this.capacity ? this.ranking.pop() : undefined;
    const copy = spare?.values ?? new Float32Array(values.length);
    copy.set(values);
    this.ranking.splice(better, 0, { epoch, score, values: copy });
  }

  /** Writes the mean of the weights of all epochs that are kept. */
  averageInto(values: Float32Array): void {
    const columns = this.ranking.map((kept) => kept.values);
    for (let i = 0; i < values.length; i++) {
      values[i] = columns.reduce((sum, column) => sum + column[i]!, 0) / columns.length;
    }
  }
}
