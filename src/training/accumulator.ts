import type { Batch } from "../data/index.ts";
import { Weights } from "../nn/index.ts";
import type { Optimizer } from "./optimizer.ts";
import type { TrainingStep } from "./training-step.ts";

/** What one update found. */
export interface StepResult {
  /** −log P per target token, nats. */
  readonly loss: number;
  /** ‖gradient‖₂, before clipping. */
  readonly gradientNorm: number;
  readonly targetTokens: number;
}

/**
 * Leaves the gradient of an update's batches in the optimizer: averaged over the target tokens of all, so it is, to
 * rounding, that of one batch which holds them all.
 */
export class Accumulator {
  readonly weights: Weights;
  readonly gradient: Weights;
  private readonly partial: Weights;
  private readonly step: TrainingStep;
  private readonly optimizer: Optimizer;
  private readonly accumulation: number;

  /** @param accumulation the most batches in an update */
  constructor(step: TrainingStep, optimizer: Optimizer, accumulation: number) {
    this.step = step;
    this.optimizer = optimizer;
    this.accumulation = accumulation;
    this.weights = new Weights(step.specs, optimizer.values);
    this.gradient = new Weights(step.specs, optimizer.gradient);
    this.partial = new Weights(step.specs, optimizer.partial);
  }

  /**
   * @param update which update it is, counted from 1: with the batch's place in it the key of what is drawn
   * @param progress the share of the run that is done, 0 … 1 (default: 0)
   */
  async run(batches: readonly Batch[], update: number, progress = 0): Promise<StepResult> {
    const tokens = batches.reduce((sum, batch) => sum + batch.targetTokens, 0);
    let loss = 0;
    for (const [index, batch] of batches.entries()) {
      const into = index === 0 ? this.gradient : this.partial;
      const draw = (update - 1) * this.accumulation + index + 1;
      loss += await this.step.run(batch, this.weights, into, draw, { tokens, progress });
      if (index > 0) this.optimizer.addPartial();
    }
    return { loss, gradientNorm: this.optimizer.gradientNorm(), targetTokens: tokens };
  }
}
