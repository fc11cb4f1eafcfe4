import { HenkanError, messageOf } from "../../../src/errors.ts";
import { type ModelFiles, modelFiles } from "../../../src/model-folder/files.ts";
import { readModel } from "../../../src/model-folder/read-model.ts";
import type { StudioProblem } from "../../problems/studio-problem.ts";
import { toldAs, toldOf } from "../../problems/told.ts";
import { type RunNotice, RunProblem } from "../notice.ts";
import type { BrowserRunStore } from "../run-store.ts";
import { type Contents, unpack } from "./archive.ts";
import { keptFolder } from "./export-run.ts";
import { parseEvents } from "./parse-events.ts";

/** A file that a person has chosen, with its path in the folder that it was chosen with. */
export interface ChosenFile {
  readonly path: string;
  readonly file: Blob;
}

/** Far beyond what models of a page have, and within its memory. */
const mostBytes = 2 ** 30;

/**
 * Takes up a model or a run from files: a zip, or the files of a folder.
 * @returns the id of the run that it becomes
 * @throws {RunProblem} where they are neither, or are damaged: nothing is kept of them
 */
export async function importRun(
  chosen: readonly ChosenFile[],
  store: BrowserRunStore,
  onNotice: (notice: RunNotice) => void,
): Promise<string> {
  const { name, files } = await contentsOf(chosen);
  const kept = filesUnder(files, keptFolder);
  if (kept.size > 0) return store.addRun(kept, onNotice);
  const source: ModelFiles = {
    nameOf: (file) => file,
    read: async (file) => {
      const bytes = files.get(file);
      if (bytes === undefined) throw missing(file);
      return bytes;
    },
  };
  try {
    const { model, record } = await readModel(source);
    const events = parseEvents(new TextDecoder().decode(files.get(modelFiles.metrics)));
    return await store.add(model, record, { name, events }, onNotice);
  } catch (error) {
    if (error instanceof HenkanError) throw refused(error);
    throw error;
  }
}

/** The files of the one folder that has a model, whether it was chosen or lies in a zip. */
async function contentsOf(chosen: readonly ChosenFile[]): Promise<{ name: string; files: Contents }> {
  const [first] = chosen;
  if (first === undefined) throw refused({ kind: "nothingChosen", text: "nothing was chosen" });
  const size = chosen
    .filter(({ path }) => isOurs(path) || isZip(path))
    .reduce((sum, { file }) => sum + file.size, 0);
  const megabytes = mostBytes / 2 ** 20;
  if (size > mostBytes) {
    throw refused({ kind: "tooManyBytes", text: `it has more than ${megabytes} MB`, megabytes });
  }
  const isArchive = chosen.length === 1 && !isOurs(first.path);
  const files = isArchive
    ? unpack(await bytesOf(first.file), isOurs)
    : new Map(
        await Promise.all(
          chosen
            .filter(({ path }) => isOurs(path))
            .map(async ({ path, file }) => [path, await bytesOf(file)] as const),
        ),
      );
  const folders = [...files.keys()]
    .filter((path) => path.split("/").at(-1) === modelFiles.config)
    .map((path) => path.split("/").slice(0, -1).join("/"))
    .filter((folder) => !`/${folder}/`.includes(`/${keptFolder}/`));
  const [folder] = folders.sort((a, b) => a.length - b.length);
  if (folder === undefined) throw missing(modelFiles.config);
  const count = folders.length;
  if (count > 1) {
    throw refused({ kind: "severalModels", text: `it holds ${count} models: choose one of them`, count });
  }
  const fallback = first.path
    .split("/")
    .at(-1)!
    .replace(/\.zip$/i, "");
  return { name: folder.split("/").at(-1) || fallback, files: filesUnder(files, folder) };
}

/** Files that may belong to a model or a run; a model folder may hold a training's checkpoints and caches too. */
function isOurs(path: string): boolean {
  const parts = path.split("/");
  if (parts.includes(keptFolder)) return true;
  const name = parts.at(-1)!;
  const { config, weights, source, target, metrics } = modelFiles;
  return [config, weights, source, target, metrics].some((one) => one === name);
}

function isZip(path: string): boolean {
  return /\.zip$/i.test(path);
}

function filesUnder(files: Contents, folder: string): Contents {
  if (folder === "") return files;
  const inside = [...files].filter(([path]) => path.startsWith(`${folder}/`));
  return new Map(inside.map(([path, bytes]) => [path.slice(folder.length + 1), bytes]));
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    const reason = messageOf(error);
    throw refused({ kind: "unreadableChoice", text: `a file cannot be read: ${reason}`, reason });
  }
}

function missing(file: string): RunProblem {
  return refused({ kind: "notInside", text: `there is no ${file} in it`, file });
}

function refused(why: StudioProblem | HenkanError): RunProblem {
  const reason = why instanceof HenkanError ? toldOf(why) : toldAs(why);
  return new RunProblem({ kind: "notAModel", reason });
}
