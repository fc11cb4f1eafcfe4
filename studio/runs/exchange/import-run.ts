import { HenkanError } from "../../../src/errors.ts";
import { type ModelFiles, modelFiles } from "../../../src/model-folder/files.ts";
import { readModel } from "../../../src/model-folder/read-model.ts";
import type { RunNotice } from "../notice.ts";
import type { BrowserRunStore } from "../run-store.ts";
import { isRecordFile } from "../store/run-files.ts";
import { type ChosenFile, contentsOf, notInside, refused } from "./chosen-contents.ts";
import { parseEvents } from "./parse-events.ts";
import { findStoppedRun } from "./stopped-run.ts";

/**
 * Takes up a model or a run from files: a zip, or the files of a folder. A training of the command line that stopped goes on
 * here where its pairs were chosen with it.
 * @returns the id of the run that it becomes
 * @throws {RunProblem} where they are neither, or are damaged: nothing is kept of them
 */
export async function importRun(
  chosen: readonly ChosenFile[],
  store: BrowserRunStore,
  onNotice: (notice: RunNotice) => void,
): Promise<string> {
  const contents = await contentsOf(chosen);
  const { name, files } = contents;
  if ([...files.keys()].some(isRecordFile)) return store.addRun(files, onNotice);
  const source: ModelFiles = {
    nameOf: (file) => file,
    read: async (file) => {
      const bytes = files.get(file);
      if (bytes === undefined) throw notInside(file);
      return bytes;
    },
  };
  try {
    const saved = await readModel(source);
    const stopped = await findStoppedRun(contents, saved, onNotice);
    if (stopped !== null) return await store.addStopped(stopped, onNotice);
    const events = parseEvents(new TextDecoder().decode(files.get(modelFiles.metrics)));
    return await store.add({ name, model: saved.model, history: saved.record, events }, onNotice);
  } catch (error) {
    if (error instanceof HenkanError) throw refused(error);
    throw error;
  }
}
