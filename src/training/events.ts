import type { EvaluationMetricName } from "../metrics/index.ts";
import type { Transfer } from "../seq2seq/transfer.ts";

/** What training tells the outside: each event is one line of `metrics.jsonl`, and progress bars read them too. */
export type TrainingEvent = StartEvent | UpdateEvent | EvaluationEvent | AverageEvent | EndEvent;

/** Sent once, before the first update (and again when a stopped run goes on). */
export interface StartEvent {
  event: "start";
  /** ISO 8601. */
  time: string;
  /** Training pairs after the length limits. */
  pairs: number;
  devPairs: number;
  /** Number of scalars that are trained. */
  parameters: number;
  epochs: number;
  /** Estimate from the first epoch's batches. */
  updatesPerEpoch: number;
  seed: number;
  /** Tokens known, special symbols included. */
  vocabulary: { source: number; target: number };
  /** "native" or "wasm". */
  runtime: string;
  threads: number;
  /** What the model has of the one that training starts from, where there is one. */
  transfer?: Transfer;
}

/** Sent after some updates: all of them on a terminal would be too many to write. */
export interface UpdateEvent {
  event: "update";
  /** Counted from 1. */
  epoch: number;
  /** Counted from 1 over the whole run. */
  update: number;
  /** Share of the run that is done, 0 … 1. */
  progress: number;
  /** Negative log-likelihood per target token in nats, averaged since the last update event. */
  loss: number;
  learningRate: number;
  /** Norm of the gradient before clipping. */
  gradientNorm: number;
  tokensPerSecond: number;
  /** Seconds since the start of this process' training. */
  seconds: number;
  /** Estimated seconds until the last epoch ends. */
  secondsLeft: number;
}

/** Sent after every epoch, with scores on the dev pairs. Rates go from 0 to 100. */
export interface EvaluationEvent {
  event: "evaluation";
  epoch: number;
  update: number;
  /** Mean training loss per target token over the epoch, nats. */
  trainLoss: number;
  dev: DevScores;
  learningRate: number;
  /** True where this is the best epoch so far: its weights are the ones kept. */
  best: boolean;
  /** How many dev outputs are as long as the limit of outputs allows; present where there are some. */
  atLimit?: number;
  /** Present where the epoch has diverged, see `hasDiverged`: it is never the best. */
  diverged?: true;
  seconds: number;
}

/** Sent before the end where the weights of several epochs were averaged, with scores on the dev pairs. */
export interface AverageEvent {
  event: "average";
  /** Whose weights were averaged, the best first. */
  epochs: number[];
  dev: DevScores;
  /** As for an epoch. */
  atLimit?: number;
  /** True where the average scores better than the best epoch: it is the model that is kept. */
  best: boolean;
  seconds: number;
}

/** The scores of an evaluation, and −log P per target token in nats. */
export type DevScores = Record<EvaluationMetricName | "loss", number>;

/** Sent once, last. */
export interface EndEvent {
  event: "end";
  reason: "epochs" | "stalled" | "interrupted";
  bestEpoch: number;
  updates: number;
  seconds: number;
  /** Seconds spent inside graph runs of updates. */
  runSeconds: number;
}
