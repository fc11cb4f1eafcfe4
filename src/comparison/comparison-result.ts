import type { Interval } from "../metrics/index.ts";
import type { ReportLanguage } from "../report/report-language.ts";

/** What is between encoder and decoder: one vector, attention, or attention that looks everywhere alike. */
export type ArmFamily = "fixed" | "control" | "attention";

/** What a comparison found: the content of `compare.json`. The same data, definition and seeds give the same bytes. */
export interface ComparisonResult {
  /** Of this file; raised where a reader of the older one would be misled. */
  readonly format: 1;
  /** The version of henkan that trained the arms. */
  readonly henkan: string;
  readonly name: string;
  /** What all scores here are by. */
  readonly metric: {
    readonly name: string;
    readonly definition: string;
    readonly higherIsBetter: boolean;
    /** In sacreBLEU's form. */
    readonly signature: string;
  };
  readonly data: {
    /** Of the training, dev and test pairs together, see `fingerprint`. */
    readonly fingerprint: string;
    readonly pairs: number;
    readonly dev: number;
    readonly test: number;
    /** Different sources among the test pairs: what is translated. */
    readonly sentences: number;
  };
  /** The dev score that chose checkpoints, as `training.metric` names it. */
  readonly chosenBy: string;
  /** Hypotheses that the search kept side by side; 1 is greedy search. */
  readonly beam: number;
  readonly seeds: readonly number[];
  /** The number that each arm's parameters are brought near to. */
  readonly parameters: number;
  /** In the order fixed vectors, control, attention. */
  readonly arms: readonly ArmResult[];
  /** Null where there is no arm with a fixed vector, or none with attention. */
  readonly verdict: ComparisonVerdict | null;
}

/** One arm over all of its seeds. */
export interface ArmResult {
  readonly name: string;
  readonly family: ArmFamily;
  readonly label: Readonly<Record<ReportLanguage, string>>;
  readonly encoderSize: number;
  readonly decoderSize: number;
  readonly parameters: number;
  /** By how much that is off the number that was wanted, in percent of it. */
  readonly residual: number;
  /** The mean over the seeds of the score on dev that chose the checkpoint. */
  readonly dev: number;
  /** The mean over the seeds of the score on test. */
  readonly score: number;
  /** 95 %, over test sentences; null where one sentence shows no spread. */
  readonly interval: Interval | null;
  /** Σ output tokens / Σ tokens of the reference closest in length; null where references are empty. */
  readonly brevityRatio: number | null;
  /** Sample standard deviation of the score over seeds; null for one seed. */
  readonly deviation: number | null;
  readonly buckets: readonly BucketScore[];
  readonly runs: readonly ArmRun[];
}

/** A score on the sentences whose source has `from` to `to` tokens. */
interface BucketScore {
  readonly from: number;
  /** Null for the last, open bucket. */
  readonly to: number | null;
  readonly sentences: number;
  readonly score: number;
  /** 95 %, over test sentences. */
  readonly interval: Interval | null;
  readonly brevityRatio: number | null;
}

/** One arm trained with one seed. */
export interface ArmRun {
  readonly seed: number;
  readonly updates: number;
  readonly bestEpoch: number;
  /** On test, by the comparison's metric. */
  readonly score: number;
  /** On test, by every metric of an evaluation. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly curve: readonly CurvePoint[];
}

/** A run after an epoch. Losses are in nats per target token. */
export interface CurvePoint {
  readonly epoch: number;
  readonly update: number;
  readonly trainLoss: number;
  readonly devLoss: number;
  /** On dev, by the metric that chose the checkpoint. */
  readonly dev: number;
}

/** The best arm with attention against the best with a fixed vector, both chosen on dev and compared on test. */
export interface ComparisonVerdict {
  readonly attention: string;
  readonly fixed: string;
  readonly overall: Difference;
  /** Null where all sentences are in one bucket. */
  readonly shortest: BucketDifference | null;
  readonly longest: BucketDifference | null;
  /** The difference in the longest bucket less that in the shortest; null where there is one bucket, or few sentences. */
  readonly growth: Difference | null;
}

/** How much better attention is; below 0 where the fixed vector is better, whether or not the metric is an error. */
export interface Difference {
  readonly difference: number;
  /** 95 % paired bootstrap, over test sentences. */
  readonly interval: Interval;
  /** Which one the data show to be better: the interval is all on one side of 0. */
  readonly shows: "attention" | "fixed" | null;
}

export interface BucketDifference extends Difference {
  readonly from: number;
  readonly to: number | null;
  readonly sentences: number;
}

/** How long a run took, and where. */
export interface RunTime {
  readonly arm: string;
  readonly seed: number;
  /** ISO 8601. */
  readonly started: string;
  /** Of training, the scores on dev among them. */
  readonly seconds: number;
  /** Of those, inside graph runs of updates. */
  readonly inGraphs: number;
  readonly runtime: string;
  readonly threads: number;
}
