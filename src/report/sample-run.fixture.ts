import { type EvaluationMetricName, evaluationMetricNames } from "../metrics/index.ts";
import type { EvaluationEvent, ProgressEvent, StartEvent, UpdateEvent } from "../training/events.ts";

/** Events for tests. */
export const start: StartEvent = {
  event: "start",
  time: "2026-01-02T03:04:05.000Z",
  pairs: 50_000,
  devPairs: 500,
  parameters: 4_012_345,
  epochs: 20,
  updatesPerEpoch: 10,
  seed: 1,
  vocabulary: { source: 5000, target: 6000 },
  runtime: "native",
  threads: 2,
  microBatches: 1,
  replicas: 1,
};

export function updateEvent(update: number, values: Partial<UpdateEvent> = {}): UpdateEvent {
  return {
    event: "update",
    epoch: Math.ceil(update / 10),
    update,
    progress: update / 200,
    loss: 6.1234,
    learningRate: 0.001,
    gradientNorm: 2.5,
    tokensPerSecond: 11_234.4,
    seconds: 10,
    secondsLeft: 754,
    ...values,
  };
}

/** Values of metrics that the sample does not set. */
const zeroes = Object.fromEntries(evaluationMetricNames.map((name) => [name, 0])) as Record<
  EvaluationMetricName,
  number
>;

/** The same, as it is shown and not logged. */
export function progressEvent(update: number, values: Partial<ProgressEvent> = {}): ProgressEvent {
  return { ...updateEvent(update), event: "progress", ...values };
}

export function evaluationEvent(epoch: number, values: Partial<EvaluationEvent> = {}): EvaluationEvent {
  const dev = {
    ...zeroes,
    loss: 3.9,
    perplexity: 49.4,
    token_accuracy: 41,
    exact_match: 2.34,
    sequence_error_rate: 97.66,
    token_error_rate: 45.6,
    bleu: 12.3,
  };
  return {
    event: "evaluation",
    epoch,
    update: 10 * epoch,
    trainLoss: 4.1234,
    dev,
    learningRate: 0.001,
    best: true,
    seconds: 77 * epoch,
    ...values,
  };
}
