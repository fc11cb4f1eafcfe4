import { HenkanError } from "../../../src/errors.ts";
import type { ModelHistory } from "../../../src/model-folder/record.ts";
import { toldOf } from "../../problems/told.ts";
import { type RunNotice, RunProblem } from "../notice.ts";
import type { RunSummary } from "../run-keeper.ts";
import type { KeptFolder } from "./disk-run-keeper.ts";
import type { RunFiles } from "./run-files.ts";
import type { RunRecord } from "./run-record.ts";

/** What the list shows of a run, which is read without its weights; null where there is none. */
export async function summaryOf(
  id: string,
  files: RunFiles,
  { busy, place }: Pick<RunSummary, "busy" | "place">,
): Promise<RunSummary | null> {
  const bytes = await files.size();
  let record: RunRecord | null;
  try {
    record = await files.record();
  } catch (error) {
    if (!(error instanceof RunProblem)) throw error;
    return { ...damaged(id, error.notice), bytes, busy, place };
  }
  if (record === null) return null;
  const { name, task, from, created, configuration } = record;
  const known = { id, name, task, from, created, configuration, bytes, busy, place };
  try {
    const { history, saved, update } = await progressOf(record, files);
    const state = record.ended === null ? "stopped" : record.trained ? "over" : "model";
    const { seconds, dev } = history?.training ?? { seconds: 0, dev: null };
    return { ...known, state, problem: null, saved, update, seconds, dev: dev?.metrics ?? null };
  } catch (error) {
    if (!(error instanceof HenkanError)) throw error;
    return { ...damaged(id, { kind: "damaged", reason: toldOf(error) }), ...known };
  }
}

interface RunProgress {
  readonly history: ModelHistory | null;
  readonly saved: string;
  readonly update: number;
}

async function progressOf({ ended, created }: RunRecord, files: RunFiles): Promise<RunProgress> {
  if (ended !== null) {
    const history = await files.readHistory();
    return { history, saved: ended, update: history.training.updates };
  }
  const checkpoint = await files.generations.newestCounters(() => {});
  if (checkpoint === null) return { history: null, saved: created, update: 0 };
  const { history, saved = created } = checkpoint.folder as KeptFolder;
  return { history, saved, update: checkpoint.counters.update };
}

function damaged(id: string, problem: RunNotice): Omit<RunSummary, "bytes" | "busy" | "place"> {
  return {
    ...{
      id,
      name: id.slice(0, 8),
      task: null,
      from: null,
      created: "",
      saved: "",
      state: "damaged",
      problem,
    },
    ...{ update: 0, dev: null, seconds: 0, configuration: null },
  };
}
