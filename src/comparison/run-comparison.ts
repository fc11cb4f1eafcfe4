import { join } from "node:path";
import { formatJson } from "../data/json-numbers.ts";
import { writeFileAtomically } from "../data/write-file.ts";
import { withFolderLock } from "../jobs/folder-lock.ts";
import { openRuntimeOnRanks } from "../jobs/rank-services.ts";
import type { ReportLanguage } from "../report/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { TrainingEvent } from "../training/events.ts";
import type { Ranks } from "../training/ranks.ts";
import { compareSentences } from "./attention-examples.ts";
import { comparisonResult, readRuns } from "./compare-runs.ts";
import { readComparisonData } from "./comparison-data.ts";
import { comparisonFiles, openComparisonFolder } from "./comparison-folder.ts";
import type { ComparisonResult } from "./comparison-result.ts";
import type { ComparisonDefinition } from "./definition.ts";
import { type ComparisonPlan, type PlannedRun, planComparison } from "./plan.ts";
import { renderComparison } from "./report.ts";
import { isWhole, runArm } from "./run-arm.ts";
import { timesOf } from "./times.ts";

/** The events of a comparison. */
export type ComparisonEvent =
  /** Once, first; `done` are the runs that were already complete. */
  | { readonly event: "plan"; readonly plan: ComparisonPlan; readonly done: ReadonlySet<PlannedRun> }
  /** A run begins. */
  | { readonly event: "run"; readonly run: PlannedRun }
  /** Its training progresses. */
  | { readonly event: "training"; readonly run: PlannedRun; readonly training: TrainingEvent }
  /** A run is complete. */
  | { readonly event: "whole"; readonly run: PlannedRun };

export interface RunComparisonOptions {
  /** Default: what `openRuntime` gives for the configuration's threads. */
  readonly runtime?: Runtime;
  /** The beam size for the test sentences (default 1: greedy search). */
  readonly beam?: number;
  /** The report's language (default: English). */
  readonly language?: ReportLanguage;
  readonly onEvent?: (event: ComparisonEvent) => void;
  /** Receives each notice as one line. Default: notices are dropped. */
  readonly onNotice?: (line: string) => void;
  /** Stops the running arm after its current update; the same call later starts that arm again. */
  readonly signal?: AbortSignal;
  /** Ranks that train and translate together (default: this process alone). */
  readonly ranks?: Ranks | undefined;
}

export interface FinishedComparison {
  readonly result: ComparisonResult;
  /** The paths of `compare.json` and `report.html`. */
  readonly resultFile: string;
  readonly report: string;
}

/**
 * Compares ways to join encoder and decoder: trains each arm with each seed, with as many parameters and updates as the
 * others, translates the test sentences, scores them overall and by source length, and writes `compare.json`,
 * `times.json` and `report.html`. Runs that are already complete are not repeated.
 * @throws {ConfigError} where the definition is wrong, or the folder holds a comparison with another definition
 * @throws {DataError} where a file cannot be read or written
 * @throws {CheckpointError} where the folder holds something else
 * @throws {DivergenceError} where the training of an arm diverges, see `train`
 * @throws the signal's reason where it was aborted
 */
export async function runComparison(
  definition: ComparisonDefinition,
  options: RunComparisonOptions = {},
): Promise<FinishedComparison> {
  return withFolderLock(definition.out, "a comparison", () => compareInFolder(definition, options));
}

async function compareInFolder(
  definition: ComparisonDefinition,
  options: RunComparisonOptions,
): Promise<FinishedComparison> {
  const { beam = 1, language = "en", onEvent = () => {}, onNotice = () => {}, signal, ranks } = options;
  const { out } = definition;
  const data = await readComparisonData(definition);
  const plan = planComparison(definition, data);
  const { threads } = plan.base.runtime;
  const runtime = options.runtime ?? (await openRuntimeOnRanks(ranks, { threads, onNotice }));

  await openComparisonFolder(out, plan, data, runtime);

  const done = new Set<PlannedRun>();
  for (const run of plan.runs) if (await isWhole(run, { out, beam })) done.add(run);
  onEvent({ event: "plan", plan, done });
  for (const run of plan.runs) {
    if (done.has(run)) continue;
    signal?.throwIfAborted();
    onEvent({ event: "run", run });
    await runArm(run, {
      out,
      data,
      runtime,
      ranks,
      beam,
      signal,
      onEvent: (training) => onEvent({ event: "training", run, training }),
    });
    onEvent({ event: "whole", run });
  }

  const kept = await readRuns(out, plan, beam);
  const result = comparisonResult(definition, data, plan, kept, beam);
  const times = timesOf(kept);
  const resultFile = join(out, comparisonFiles.result);
  await writeFileAtomically(resultFile, toJson(result));
  await writeFileAtomically(join(out, comparisonFiles.times), toJson(times));
  const sentences = await compareSentences(
    kept.filter(({ run }) => run.seed === definition.seeds[0]),
    { out, beam, runtime },
  );
  const report = join(out, comparisonFiles.report);
  await writeFileAtomically(report, renderComparison({ result, times, sentences, language }));
  return { result, resultFile, report };
}

function toJson(value: unknown): string {
  return `${formatJson(value, 2)}\n`;
}
