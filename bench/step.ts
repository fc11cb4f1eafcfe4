import type { Batch } from "../src/data/index.ts";
import { Weights } from "../src/nn/index.ts";
import type { Runtime } from "../src/runtime/index.ts";
import { TrainingStep } from "../src/training/training-step.ts";
import { randomBatch } from "./random-batch.ts";
import { type BenchModel, type BenchShape, configurationOf } from "./shapes.ts";

/** A shape's model with a batch: loss and gradient, as often as one likes. */
export interface Step {
  readonly weights: Weights;
  readonly gradient: Weights;
  readonly batch: Batch;
  /** −log P per target token, nats. */
  run(): Promise<number>;
}

/** Fresh weights and a random batch; the gradient goes into one flat buffer. */
export async function prepareStep(shape: BenchShape, runtime: Runtime, model?: BenchModel): Promise<Step> {
  const sizes = { source: shape.V, target: shape.V };
  const step = await TrainingStep.compile(configurationOf(shape, model), sizes, runtime);
  const weights = new Weights(step.specs);
  weights.initialize(step.specs, 1);
  const gradient = new Weights(step.specs);
  const batch = randomBatch(shape);
  return { weights, gradient, batch, run: () => step.run(batch, weights, gradient, 1) };
}
