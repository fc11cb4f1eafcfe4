import type { Configuration } from "../../configuration/configuration.ts";
import { ConfigError } from "../../errors.ts";
import { schedules } from "../../optimization/learning-rate.ts";
import { differences } from "../differences.ts";
import type { Checkpoint } from "./checkpoint-files.ts";
import type { CheckpointStore } from "./checkpoint-store.ts";
import type { RunIdentity } from "./run-identity.ts";

/** What a folder's checkpoints mean for a run. */
export interface Resumption {
  /** Whether the run is over, so that nothing is to be done. */
  readonly isOver: boolean;
  /** Where it goes on; undefined where nothing is left of it. */
  readonly checkpoint: Checkpoint | undefined;
}

/**
 * Finds out whether a run goes on.
 * @param onNotice told of checkpoints that are damaged
 * @throws {ConfigError} where the folder has a run of another identity, or of other epochs with which it cannot go on
 */
export async function resumption(
  store: CheckpointStore,
  identity: RunIdentity,
  { training }: Configuration,
  { out, onNotice }: { readonly out: string; readonly onNotice: (line: string) => void },
): Promise<Resumption> {
  const finished = await store.finished();
  const checkpoint = await store.newest(onNotice);
  const before = finished ?? checkpoint?.identity;
  if (before === undefined) return { isOver: false, checkpoint: undefined };
  refuseOtherRun(before, identity, out);
  const hasOtherEpochs = before.epochs !== identity.epochs;
  if (hasOtherEpochs) refuseOtherEpochs(before.epochs, checkpoint, training, out);
  return { isOver: finished !== null && !hasOtherEpochs, checkpoint: checkpoint ?? undefined };
}

function refuseOtherRun(
  { epochs: _, ...before }: RunIdentity,
  { epochs: __, ...now }: RunIdentity,
  out: string,
) {
  const flat = ({ configuration, ...rest }: typeof before) => ({ ...configuration, ...rest });
  const changed = differences(flat(before), flat(now));
  if (changed.length === 0) return;
  throw new ConfigError(
    [
      `${out}: it has a run with other settings or data:`,
      ...changed.map((line) => `  ${line}`),
      "Go back to what it was, train anew with restart, or name another folder as out. Threads, checkpoints and files' " +
        "names may differ, and training.epochs under schedules that do not look ahead",
    ].join("\n"),
  );
}

/** More epochs, or fewer, change what was done already where something depends on the share of the run that is done. */
function refuseOtherEpochs(
  before: number | null,
  checkpoint: Checkpoint | null,
  { epochs, schedule, scheduledSampling }: Configuration["training"],
  out: string,
): void {
  const done = (checkpoint?.state.counters.epoch ?? 1) - 1;
  const why =
    "looksAhead" in schedules[schedule]
      ? `training.schedule "${schedule}" depends on how many there are`
      : scheduledSampling.rate > 0
        ? "training.scheduledSampling depends on how many there are"
        : checkpoint === null
          ? "no checkpoint is left to go on from"
          : checkpoint.state.counters.reason === "stalled"
            ? "training stopped because dev no longer got better"
            : epochs !== undefined && epochs < done
              ? `${done} are over`
              : null;
  if (why === null) return;
  throw new ConfigError(
    `${out}: training.epochs ${epochs ?? "(default)"}: its run has ${before ?? "(default)"}, and with other epochs it ` +
      `cannot go on: ${why}. Train anew with restart, or name another folder as out`,
  );
}
