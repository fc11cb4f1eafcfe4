import type { Configuration } from "../../configuration/configuration.ts";
import { refuseNoPairs } from "../../data/files.ts";
import { HoldOutStream } from "../../data/hold-out-stream.ts";
import type { Pair, Skipped } from "../../data/index.ts";
import { openDatasets } from "../../data/open-datasets.ts";
import { type Overlap, OverlapCounter } from "../../data/overlap.ts";
import { countSkipped, noRemarks, type Remarks } from "../../data/pair.ts";
import type { Tokenizer } from "../../text/index.ts";
import { TokenCounter } from "../../text/token-counter.ts";
import type { Ranks } from "../../training/ranks.ts";
import { type GivenTokenizers, tokenizerOptions } from "../../training/tokenizers.ts";
import { openTokenService } from "../rank-services.ts";
import {
  datasetsOf,
  heldSources,
  nameOf,
  refuseNoDev,
  type ScoringPairs,
  trainingFiles,
} from "../training-data.ts";
import { pairBatches } from "./pair-batches.ts";
import type { CountingSetup } from "./token-work.ts";
import { WorkerPool } from "./worker-pool.ts";

/** What the first reading of a corpus finds. */
export interface CorpusSurvey {
  /** Training pairs. */
  readonly pairs: number;
  /** Held out; null where a file of dev pairs is named. */
  readonly dev: readonly Pair[] | null;
  readonly skipped: Skipped;
  readonly remarks: Remarks;
  readonly overlap: { readonly dev: Overlap | null; readonly test: Overlap | null };
  /** Occurrences of rare tokens that the tokenizers were learnt without, see `TokenCounter`. */
  readonly forgotten: Readonly<Record<"source" | "target", number>>;
  readonly tokenizers: Readonly<Record<"source" | "target", Tokenizer>>;
}

export interface SurveyOptions extends ScoringPairs {
  /** Tokenizers that are at hand; others are learnt. */
  readonly given: GivenTokenizers;
  readonly threads: number;
  readonly ranks?: Ranks | undefined;
  readonly onBytes: (count: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads all pairs once: counts them, holds dev pairs out where no file has them, and learns the tokenizers.
 * @param configuration one that `chooseTokenizers` gave
 * @throws {DataError} where a file cannot be read, there is no pair, or none can be held out
 */
export async function surveyCorpus(
  configuration: Configuration,
  options: SurveyOptions,
): Promise<CorpusSurvey> {
  const setup = countingSetup(configuration, options.given);
  const counters = {
    source: setup.source && new TokenCounter(setup.source),
    target: setup.target && new TokenCounter(setup.target),
  };
  const isCounting = setup.source !== undefined || setup.target !== undefined;
  const reading = new Reading(configuration, options);
  const pool = isCounting
    ? new WorkerPool(setup, options.threads, openTokenService(options.ranks, setup))
    : new WorkerPool(setup, 1);
  try {
    for await (const { result } of pool.map(pairBatches(reading.trainingPairs()))) {
      options.signal?.throwIfAborted();
      if (result.source) counters.source?.merge(result.source);
      if (result.target) counters.target?.merge(result.target);
    }
  } finally {
    await pool.close();
  }
  const source = options.given.source ?? counters.source!.train();
  const isJoint = configuration.vocabulary === "joint";
  const target = isJoint ? source : (options.given.target ?? counters.target!.train());
  const forgotten = { source: counters.source?.forgotten ?? 0, target: counters.target?.forgotten ?? 0 };
  return { ...reading.findings(), forgotten, tokenizers: { source, target } };
}

function countingSetup(configuration: Configuration, given: GivenTokenizers): CountingSetup {
  const joint = configuration.vocabulary === "joint";
  return {
    kind: "count",
    joint,
    ...(!given.source && { source: tokenizerOptions("source", configuration) }),
    ...(!given.target && !joint && { target: tokenizerOptions("target", configuration) }),
  };
}

/** One reading of the pairs. */
class Reading {
  private readonly configuration: Configuration;
  private readonly options: SurveyOptions;
  private readonly holdOut: HoldOutStream | null;
  private readonly remarks = noRemarks();
  private readonly skipped: Skipped = { blank: 0, empty: 0 };
  private readonly counters: { dev: OverlapCounter | null; test: OverlapCounter | null };
  private count = 0;
  private dev: readonly Pair[] | null = null;

  constructor(configuration: Configuration, options: SurveyOptions) {
    const { dev, test } = options;
    this.configuration = configuration;
    this.options = options;
    this.holdOut = dev === null ? new HoldOutStream({ seed: configuration.training.seed }) : null;
    this.counters = { dev: dev && new OverlapCounter(dev), test: test && new OverlapCounter(test) };
  }

  /** The pairs that are trained on, where dev pairs are held out not in their order: their tokens are counted alone. */
  async *trainingPairs(): AsyncGenerator<{ from: number; pair: Pair }, void, undefined> {
    const { data } = this.configuration;
    const datasets = datasetsOf(trainingFiles(this.configuration), data);
    const held = heldSources(this.options);
    const { remarks } = this;
    const { onBytes } = this.options;
    for await (const { line } of openDatasets(datasets, { clean: data.clean, held, remarks, onBytes })) {
      if (typeof line === "string") {
        countSkipped(this.skipped, line);
        continue;
      }
      this.count++;
      this.counters.dev?.meet(line);
      this.counters.test?.meet(line);
      for (const pair of this.holdOut?.add(line) ?? [line]) yield { from: 0, pair };
    }
    const files = nameOf(trainingFiles(this.configuration));
    refuseNoPairs(this.count, this.skipped, files);
    const left = this.holdOut?.finish();
    this.dev = left?.dev ?? null;
    if (this.dev !== null) refuseNoDev(this.dev, files);
    for (const pair of left?.train ?? []) yield { from: 0, pair };
  }

  findings(): Omit<CorpusSurvey, "forgotten" | "tokenizers"> {
    const { dev, skipped, remarks, counters } = this;
    return {
      pairs: this.count - (dev?.length ?? 0),
      dev,
      skipped,
      remarks,
      overlap: { dev: counters.dev?.overlap ?? null, test: counters.test?.overlap ?? null },
    };
  }
}
