import type { Batch } from "../data/index.ts";
import { additionsOf, divide, sumsOf } from "../optimization/tree-sum.ts";
import type { Optimizer } from "./optimizer.ts";
import type { Replica } from "./replica.ts";

/** What one update found. */
export interface StepResult {
  /** −log P per target token, nats. */
  readonly loss: number;
  /** ‖gradient‖₂, before clipping. */
  readonly gradientNorm: number;
  readonly targetTokens: number;
}

/**
 * Makes updates of the gradients of several batches, averaged over the target tokens of all: to rounding the update of
 * one batch which holds them all. The batches are shared among replicas; the bits are the same for any number of them.
 */
export class Accumulator {
  /** Seconds spent in the runtime so far, by the replica that needed most. */
  runSeconds = 0;
  private readonly replicas: readonly Replica[];
  private readonly optimizer: Optimizer;
  private readonly most: number;
  private readonly sumsEach: number;

  /**
   * @param replicas of the optimizer; each has as many of its buffers for sums as the others, one after the other
   * @param most the most batches in an update
   */
  constructor(replicas: readonly Replica[], optimizer: Optimizer, most: number) {
    this.replicas = replicas;
    this.optimizer = optimizer;
    this.most = most;
    this.sumsEach = optimizer.sums.length / replicas.length;
  }

  /**
   * Leaves the gradient in the optimizer.
   * @param update which update it is, counted from 1: with the batch's place in it the key of what is drawn
   * @param progress the share of the run that is done, 0 … 1 (default: 0)
   */
  async run(batches: readonly Batch[], update: number, progress = 0): Promise<StepResult> {
    const tokens = batches.reduce((sum, batch) => sum + batch.targetTokens, 0);
    const parts = batches.map((batch, n) => ({ batch, draw: (update - 1) * this.most + n + 1 }));
    const shares = divide(parts.length, this.replicas.length);
    const answers = await this.all((replica, n) => {
      const { start, size } = shares[n]!;
      return replica.gradient({
        microBatches: parts.slice(start, start + size),
        first: start,
        tokens,
        progress,
      });
    });
    this.runSeconds += Math.max(...answers.map(({ seconds }) => seconds));
    const sums = shares.flatMap((share, n) =>
      sumsOf(share).map((sum) => ({ ...sum, buffer: n * this.sumsEach + sum.buffer })),
    );
    const additions = additionsOf(sums);
    await this.all((replica, part) => replica.sumUp(additions, { part, of: this.replicas.length }));
    const losses = answers.flatMap((answer) => answer.losses);
    return {
      loss: losses.reduce((sum, loss) => sum + loss, 0),
      gradientNorm: this.optimizer.gradientNorm(),
      targetTokens: tokens,
    };
  }

  /** Updates the parameters by the gradient that `run` has left. */
  async update(update: number, learningRate: number): Promise<void> {
    await this.all((replica, part) =>
      replica.update(update, learningRate, { part, of: this.replicas.length }),
    );
  }

  private all<Answer>(ask: (replica: Replica, n: number) => Promise<Answer>): Promise<Answer[]> {
    return Promise.all(this.replicas.map(ask));
  }
}
