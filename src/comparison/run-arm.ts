import { trainFromFiles } from "../jobs/train-from-files.ts";
import { loadModel } from "../model-folder/model-folder.ts";
import type { Runtime } from "../runtime/index.ts";
import { createEvaluator } from "../training/evaluator.ts";
import type { TrainingEvent } from "../training/events.ts";
import type { Ranks } from "../training/ranks.ts";
import type { ComparisonData } from "./comparison-data.ts";
import { runFolder, trainedRun } from "./comparison-folder.ts";
import { hasHypotheses, writeHypotheses } from "./hypotheses.ts";
import type { PlannedRun } from "./plan.ts";

export interface RunArmOptions {
  /** The comparison's folder. */
  readonly out: string;
  readonly data: ComparisonData;
  readonly runtime: Runtime;
  readonly ranks?: Ranks | undefined;
  readonly beam: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: TrainingEvent) => void) | undefined;
}

/**
 * Trains a run and writes its outputs for the test sentences, each unless already done. A run that was stopped
 * goes on where it was, so that the result is as if it had never been stopped.
 * @throws the signal's reason where it was aborted before the end
 */
export async function runArm(run: PlannedRun, options: RunArmOptions): Promise<void> {
  const { out, data, runtime, ranks, beam, signal, onEvent } = options;
  const folder = runFolder(out, run);
  if ((await trainedRun(out, run)) === null) {
    const { reason } = await trainFromFiles(
      { ...run.configuration, out: folder },
      {
        runtime,
        ranks,
        data: { ...data, test: null }, // its outputs are written below, and scored at the end
        ...(signal && { signal }),
        ...(onEvent && { onEvent }),
      },
    );
    if (reason === "interrupted") signal?.throwIfAborted();
  }
  if (hasHypotheses(folder, beam)) return;
  const { model } = await loadModel(folder);
  const evaluator = await createEvaluator(model, runtime);
  const segments = await evaluator.segments(data.test, { search: { beam }, signal });
  await writeHypotheses(folder, beam, segments);
}

/** Whether a run is complete: trained, with its outputs written. */
export async function isWhole(run: PlannedRun, { out, beam }: Pick<RunArmOptions, "out" | "beam">) {
  return (await trainedRun(out, run)) !== null && hasHypotheses(runFolder(out, run), beam);
}
