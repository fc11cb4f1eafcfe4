import type { Interval } from "../metrics/index.ts";
import type { ReportLanguage } from "../report/report-language.ts";

/** What joins encoder and decoder: one fixed vector, uniform attention as a control, or attention. */
export type ArmFamily = "fixed" | "control" | "attention";

/** What a comparison found: the content of `compare.json`. The same data, definition and seeds give the same bytes. */
export interface ComparisonResult {
  /** The version of this file's format; raised if a reader of the older one would be misled. */
  readonly format: 1;
  /** The version of henkan that trained the arms. */
  readonly henkan: string;
  readonly name: string;
  /** The metric of all scores here. */
  readonly metric: {
    readonly name: string;
    readonly definition: string;
    readonly higherIsBetter: boolean;
    /** In sacreBLEU's form. */
    readonly signature: string;
  };
  readonly data: {
    /** Covers the training, dev and test pairs together, see `fingerprint`. */
    readonly fingerprint: string;
    readonly pairs: number;
    readonly dev: number;
    readonly test: number;
    /** The number of distinct sources among the test pairs, which are translated. */
    readonly sentences: number;
  };
  /** The dev score that chose checkpoints, as `training.metric` names it. */
  readonly chosenBy: string;
  /** The beam size of the search; 1 is greedy search. */
  readonly beam: number;
  readonly seeds: readonly number[];
  /** The number of parameters that each arm is matched to. */
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
  /** Deviation from the wanted number of parameters, in percent of it. */
  readonly residual: number;
  /** The dev score that chose the checkpoint, averaged over the seeds. */
  readonly dev: number;
  /** The test score, averaged over the seeds. */
  readonly score: number;
  /** 95 % interval over test sentences; null for one sentence, which shows no spread. */
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
  /** 95 % interval over test sentences. */
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

/** A run's state after an epoch. Losses are in nats per target token. */
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
  /** The difference in the longest bucket minus the one in the shortest; null for one bucket or few sentences. */
  readonly growth: Difference | null;
}

/** How much better attention is; below 0 if the fixed vector is better, whether or not the metric is an error. */
export interface Difference {
  readonly difference: number;
  /** 95 % paired bootstrap, over test sentences. */
  readonly interval: Interval;
  /** Which one the data show to be better: the whole interval is on one side of 0. */
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
  /** Duration of training, including scoring on dev. */
  readonly seconds: number;
  /** The part of `seconds` inside graph runs of updates. */
  readonly inGraphs: number;
  readonly runtime: string;
  readonly threads: number;
}
