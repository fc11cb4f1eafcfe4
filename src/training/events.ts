import type { EvaluationMetricName } from "../metrics/index.ts";
import type { Transfer } from "../seq2seq/transfer.ts";

/** What training tells the outside: each event is one line of `metrics.jsonl`, and progress bars read them too. */
export type TrainingEvent =
  | StartEvent
  | ResumeEvent
  | ProgressEvent
  | UpdateEvent
  | EvaluationEvent
  | AverageEvent
  | EndEvent;

/** Sent once, first. */
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
  /** Into how many parts each batch is cut, and how many replicas compute them at the same time. */
  microBatches: number;
  replicas: number;
  /** What the model has of the one that training starts from, where there is one. */
  transfer?: Transfer;
}

/** Sent first in place of a start where a stopped run goes on. It is not logged: the log is that of one run. */
export interface ResumeEvent extends Omit<StartEvent, "event" | "time"> {
  event: "resume";
  /** The epoch in hand, counted from 1, and the updates that are made. */
  epoch: number;
  update: number;
}

/** Sent after updates, ten times a second at most, to be shown. It is not logged: when it comes depends on the machine. */
export interface ProgressEvent extends Omit<UpdateEvent, "event"> {
  event: "progress";
}

/** Sent after every n-th update, with n so that a run has a thousand of these events at most. */
export interface UpdateEvent {
  event: "update";
  /** Counted from 1. */
  epoch: number;
  /** Counted from 1 over the whole run. */
  update: number;
  /** Share of the run that is done, 0 … 1. */
  progress: number;
  /** Negative log-likelihood per target token in nats, averaged since the last event of this kind. */
  loss: number;
  learningRate: number;
  /** Norm of the gradient before clipping. */
  gradientNorm: number;
  tokensPerSecond: number;
  /** Seconds of training, of all processes that the run had. */
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
  /** The same of each rank since the run was last begun, where there are several. */
  rankSeconds?: readonly number[];
}
