import { parseConfiguration } from "../../../src/configuration/configuration.ts";
import type { Checkpoint } from "../../../src/jobs/checkpoint/checkpoint-files.ts";
import { digestOf } from "../../../src/jobs/checkpoint/run-identity.ts";
import { modelFiles } from "../../../src/model-folder/files.ts";
import type { SavedModel } from "../../../src/model-folder/read-model.ts";
import { type Told, toldAs, toldOf } from "../../problems/told.ts";
import type { RunNotice } from "../notice.ts";
import type { KeptFolder } from "../store/disk-run-keeper.ts";
import { Generations } from "../store/generations.ts";
import type { StoppedRun } from "../store/imported-run.ts";
import { MemoryDisk } from "../store/memory-disk.ts";
import { runFiles } from "../store/run-files.ts";
import type { ChosenContents } from "./chosen-contents.ts";
import { findRunPairs } from "./run-pairs.ts";

/**
 * A training of the command line that stopped: its model folder, and its pairs, which lie elsewhere.
 * @returns null where there is none, or it cannot go on here; `onNotice` is told why
 */
export async function findStoppedRun(
  { name, files, find }: ChosenContents,
  { model }: Pick<SavedModel, "model">,
  onNotice: (notice: RunNotice) => void,
): Promise<StoppedRun | null> {
  if (files.has(runFiles.finished)) return null;
  const checkpoint = await newestCheckpoint(files, onNotice);
  if (checkpoint === null) return null;
  const { identity, state } = checkpoint;
  const without = (reason: Told) => {
    onNotice({ kind: "withoutPairs", reason });
    return null;
  };
  const { source, target } = model;
  if (
    (await digestOf(source)) !== identity.tokenizers.source ||
    (await digestOf(target)) !== identity.tokenizers.target
  ) {
    return without(toldAs({ kind: "otherRun", text: "the model in the folder is of another run" }));
  }
  const { epochs } = identity;
  const { training, ...sections } = identity.configuration;
  const input = {
    ...{ ...sections, data: model.configuration.data },
    training: { ...(training as object), ...(epochs !== null && { epochs }) },
  };
  const configuration = parseConfiguration(input, name);
  const found = await findRunPairs(configuration, identity, find);
  if ("why" in found) return without(found.why);
  const { history, metricsBytes } = checkpoint.folder as KeptFolder;
  return {
    setup: { name, configuration, source, target, ...found, task: null, threads: 1 },
    state,
    history,
    metrics: (files.get(modelFiles.metrics) ?? new Uint8Array()).subarray(0, metricsBytes),
  };
}

async function newestCheckpoint(
  files: ChosenContents["files"],
  onNotice: (notice: RunNotice) => void,
): Promise<Checkpoint | null> {
  const disk = new MemoryDisk();
  for (const [path, bytes] of files) await disk.write(path, [bytes]);
  return new Generations(disk, runFiles.checkpoints).newest((error) =>
    onNotice({ kind: "passedOver", reason: toldOf(error) }),
  );
}
