import { modelFiles } from "../../../src/model-folder/files.ts";
import type { ModelHistory } from "../../../src/model-folder/record.ts";
import type { Model } from "../../../src/seq2seq/model.ts";
import type { TrainingEvent } from "../../../src/training/events.ts";
import type { TrainingState } from "../../../src/training/training-state.ts";
import { toldAs } from "../../problems/told.ts";
import { RunProblem } from "../notice.ts";
import type { RunSetup } from "../run-keeper.ts";
import type { KeptFolder } from "./disk-run-keeper.ts";
import { eventLines, isRunFile, type RunFiles, runFiles } from "./run-files.ts";
import { recordFormat } from "./run-record.ts";
import { identityOf } from "./setup-identity.ts";

/** A model that was made elsewhere. */
export interface ImportedModel {
  readonly name: string;
  readonly model: Model;
  readonly history: ModelHistory;
  readonly events: readonly TrainingEvent[];
}

export async function writeImportedModel(
  files: RunFiles,
  { name, model, history, events }: ImportedModel,
): Promise<void> {
  const lines = eventLines(events);
  await files.appendEvents(lines, 0);
  await files.writeModel(model, history);
  const now = new Date().toISOString();
  await files.createRecord({
    ...{ format: recordFormat, name, task: null, from: null, threads: 0, files: {} },
    ...{ created: now, ended: now, trained: false, metricsBytes: lines.length },
    configuration: model.configuration,
  });
}

/** A run that the command line began, where it stopped. */
export interface StoppedRun {
  readonly setup: RunSetup;
  readonly state: TrainingState;
  readonly history: ModelHistory;
  /** Its log up to there. */
  readonly metrics: Uint8Array;
}

export async function writeStoppedRun(
  files: RunFiles,
  { setup, state, history, metrics }: StoppedRun,
): Promise<void> {
  const { name, task, threads, configuration } = setup;
  const now = new Date().toISOString();
  const folder: KeptFolder = { history, metricsBytes: metrics.length, saved: now };
  const written = await files.writeStatic(setup);
  await files.appendEvents(metrics, 0);
  await files.generations.write({ identity: await identityOf(setup), state, folder });
  await files.createRecord({
    ...{ format: recordFormat, name, task, from: null, threads, configuration, files: written },
    ...{ created: now, ended: null, trained: true, metricsBytes: 0 },
  });
}

/** The files of a model as they lie in a model folder, and so in an exported run. */
const modelFileNames: readonly string[] = [
  modelFiles.config,
  modelFiles.weights,
  modelFiles.source,
  modelFiles.target,
];

/**
 * Writes the files of an exported run, with which the command line may have gone on since.
 * @throws {RunProblem} where they are none
 */
export async function writeExportedRun(
  files: RunFiles,
  contents: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const isOver = contents.has(runFiles.finished);
  for (const [path, bytes] of contents) {
    const isState = path.startsWith(`${runFiles.checkpoints}/`);
    if (isRunFile(path) && !(isOver && isState)) await files.writeAsItIs(path, bytes);
    if (isOver && modelFileNames.includes(path)) {
      await files.writeAsItIs(`${runFiles.model}/${path}`, bytes);
    }
  }
  const record = await files.record();
  if (record === null) {
    const problem = { kind: "unreadableRecord", text: "its record cannot be read" } as const;
    throw new RunProblem({ kind: "notAModel", reason: toldAs(problem) });
  }
  const ended = isOver ? (record.ended ?? new Date().toISOString()) : null;
  const metricsBytes = isOver ? (contents.get(runFiles.metrics)?.length ?? 0) : 0;
  await files.writeRecord({ ...record, ended, metricsBytes });
}
