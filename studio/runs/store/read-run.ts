import { startOfHistory } from "../../../src/jobs/run-history.ts";
import type { ModelHistory } from "../../../src/model-folder/record.ts";
import { henkanVersion } from "../../../src/version.ts";
import { toldOf } from "../../problems/told.ts";
import { type RunNotice, RunProblem } from "../notice.ts";
import type { RunSetup, RunSummary, SavedRun } from "../run-keeper.ts";
import type { KeptFolder } from "./disk-run-keeper.ts";
import { modelOfState } from "./model-of-state.ts";
import type { RunFiles } from "./run-files.ts";
import type { RunRecord } from "./run-record.ts";
import { summaryOf } from "./summary.ts";

export interface ReadRun {
  readonly run: SavedRun;
  /** What the newest save has beside the state. */
  readonly folder: KeptFolder | undefined;
}

/** Reads a run, whole. @throws {RunProblem} where it is not there, or damaged */
export async function readRun(id: string, files: RunFiles, place: RunSummary["place"]): Promise<ReadRun> {
  const record = await files.record();
  if (record === null) throw new RunProblem({ kind: "notThere" });
  const summary = (await summaryOf(id, files, { busy: false, place }))!;
  return record.ended === null
    ? readStopped(files, record, summary)
    : { run: await readModel(files, record, summary), folder: undefined };
}

/** What is known of a run before its first update. */
export function newHistory({ pairs, dev }: Pick<RunSetup, "pairs" | "dev">): ModelHistory {
  return startOfHistory({ pairs, dev, heldOut: false, test: null, skipped: { blank: 0, empty: 0 } });
}

/** A run that can go on. */
async function readStopped(files: RunFiles, record: RunRecord, summary: RunSummary): Promise<ReadRun> {
  const notices: RunNotice[] = [];
  const checkpoint = await files.generations.newest((error) => {
    notices.push({ kind: "passedOver", reason: toldOf(error) });
  });
  const folder = checkpoint?.folder as KeptFolder | undefined;
  const setup = await orDamaged(files.readSetup(record));
  const before = checkpoint?.identity.henkan ?? henkanVersion;
  if (before !== henkanVersion) notices.push({ kind: "otherVersion", before, now: henkanVersion });
  const run: SavedRun = {
    ...{ summary, setup, notices, state: checkpoint?.state },
    events: await files.events(folder?.metricsBytes ?? 0),
    model: modelOfState(setup, checkpoint?.state),
    history: folder?.history ?? newHistory(setup),
  };
  return { run, folder };
}

/** A run that is over, or a model from elsewhere. */
async function readModel(files: RunFiles, record: RunRecord, summary: RunSummary): Promise<SavedRun> {
  const { model, record: history } = await orDamaged(files.readModel());
  const notices: RunNotice[] = [];
  const { name, task, threads, configuration } = record;
  const { source, target } = model;
  const bare: RunSetup = { name, task, threads, configuration, source, target, pairs: [], dev: [] };
  const setup = record.trained
    ? await files.readSetup(record).catch((error) => {
        notices.push({ kind: "cannotGoOn", reason: toldOf(error) });
        return bare;
      })
    : bare;
  const events = await files.events(record.metricsBytes);
  return { summary, setup, notices, state: undefined, events, model, history };
}

/** @throws {RunProblem} that says what is damaged */
async function orDamaged<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new RunProblem({ kind: "damaged", reason: toldOf(error) });
  }
}
