import { HenkanError, messageOf } from "../../../src/errors.ts";
import { modelFiles } from "../../../src/model-folder/files.ts";
import type { StudioProblem } from "../../problems/studio-problem.ts";
import { toldAs, toldOf } from "../../problems/told.ts";
import { RunProblem } from "../notice.ts";
import { isRecordFile, isRunFile, runFiles } from "../store/run-files.ts";
import { type Contents, unpack } from "./archive.ts";

/** A file that a person has chosen, with its path in the folder that it was chosen with. */
export interface ChosenFile {
  readonly path: string;
  readonly file: Blob;
}

/** What was chosen. */
export interface ChosenContents {
  /** Of the one folder that has a model. */
  readonly name: string;
  /** What in it belongs to a model or a run, by path. */
  readonly files: Contents;
  /** Finds another file by the end of its path, such as one of pairs; null where there is none. */
  find(path: string): Promise<Uint8Array | null>;
}

/** Far beyond what models of a page have, and within its memory. */
const mostBytes = 2 ** 30;

/**
 * The files of the one folder that has a model, whether it was chosen or lies in a zip.
 * @throws {RunProblem} where there is none, or more than one
 */
export async function contentsOf(chosen: readonly ChosenFile[]): Promise<ChosenContents> {
  const [first] = chosen;
  if (first === undefined) throw refused({ kind: "nothingChosen", text: "nothing was chosen" });
  const archive = archiveIn(chosen);
  const plain = chosen.filter((one) => one !== archive);
  const loose = await contentsOfFiles(plain.filter(({ path }) => isOurs(path)));
  const zip = archive && (await contentsOfFiles([archive])).get(archive.path)!;
  const files = zip ? unpack(zip, isOurs) : loose;
  const folder = modelFolderIn(files);
  const fallback = (archive ?? first).path
    .split("/")
    .at(-1)!
    .replace(/\.zip$/i, "");
  return {
    name: folder.split("/").at(-1) || fallback,
    files: filesUnder(files, folder),
    find: async (wanted) => {
      const found = nearest(wanted, plain);
      if (found !== undefined) return (await contentsOfFiles([found])).get(found.path)!;
      if (!zip) return null;
      const inside = pathsIn(zip);
      const path = nearest(
        wanted,
        inside.map((one) => ({ path: one })),
      )?.path;
      return path === undefined ? null : unpack(zip, (one) => one === path).get(path)!;
    },
  };
}

/** The zip, where that is what was chosen: by itself, or beside files of pairs. */
function archiveIn(chosen: readonly ChosenFile[]): ChosenFile | undefined {
  if (chosen.some(({ path }) => isOurs(path))) return undefined;
  return chosen.find(({ path }) => /\.zip$/i.test(path)) ?? (chosen.length === 1 ? chosen[0] : undefined);
}

/** The names of all files in a zip. */
function pathsIn(zip: Uint8Array): string[] {
  const paths: string[] = [];
  unpack(zip, (path) => {
    paths.push(path);
    return false;
  });
  return paths;
}

/** Of files with the name that a path ends with, the one whose folders are most like the path's. */
function nearest<File extends { readonly path: string }>(
  wanted: string,
  files: readonly File[],
): File | undefined {
  const parts = wanted.split(/[/\\]/).toReversed();
  const likeness = ({ path }: File) => {
    const own = path.split("/").toReversed();
    const unlike = parts.findIndex((part, i) => part !== own[i]);
    return unlike < 0 ? parts.length : unlike;
  };
  const [best] = files.toSorted((a, b) => likeness(b) - likeness(a));
  return best !== undefined && likeness(best) > 0 ? best : undefined;
}

/** The folder of the one model; models that lie in its folder, such as the one that it started from, are parts of it. */
function modelFolderIn(files: Contents): string {
  const folders = [...files.keys()]
    .filter((path) => path.split("/").at(-1) === modelFiles.config)
    .map((path) => path.split("/").slice(0, -1).join("/"))
    .sort((a, b) => a.length - b.length);
  const [folder] = folders;
  if (folder === undefined) throw notInside(modelFiles.config);
  const others = folders.filter((one) => one !== folder && folder !== "" && !one.startsWith(`${folder}/`));
  const count = others.length + 1;
  if (count > 1) {
    throw refused({ kind: "severalModels", text: `it holds ${count} models: choose one of them`, count });
  }
  return folder;
}

/** Whether a file may belong to a model or a run; a model folder may hold a training's caches and other things, too. */
function isOurs(path: string): boolean {
  const parts = path.split("/");
  const ends = [1, 2, 3].map((count) => parts.slice(-count).join("/"));
  const { config, weights, source, target, metrics } = modelFiles;
  const isOfModel = [config, weights, source, target, metrics].some((one) => one === parts.at(-1));
  const isFinished = ends[1] === runFiles.finished;
  return isOfModel || isFinished || ends.some((end) => isRunFile(end) || isRecordFile(end));
}

function filesUnder(files: Contents, folder: string): Contents {
  if (folder === "") return files;
  const inside = [...files].filter(([path]) => path.startsWith(`${folder}/`));
  return new Map(inside.map(([path, bytes]) => [path.slice(folder.length + 1), bytes]));
}

async function contentsOfFiles(chosen: readonly ChosenFile[]): Promise<Map<string, Uint8Array>> {
  const size = chosen.reduce((sum, { file }) => sum + file.size, 0);
  const megabytes = mostBytes / 2 ** 20;
  if (size > mostBytes) {
    throw refused({ kind: "tooManyBytes", text: `it has more than ${megabytes} MB`, megabytes });
  }
  return new Map(
    await Promise.all(chosen.map(async ({ path, file }) => [path, await bytesOf(file)] as const)),
  );
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    const reason = messageOf(error);
    throw refused({ kind: "unreadableChoice", text: `a file cannot be read: ${reason}`, reason });
  }
}

export function notInside(file: string): RunProblem {
  return refused(fileNotInside(file));
}

export function fileNotInside(file: string): StudioProblem {
  return { kind: "notInside", text: `there is no ${file} in it`, file };
}

/** What was chosen cannot be opened. */
export function refused(why: StudioProblem | HenkanError): RunProblem {
  const reason = why instanceof HenkanError ? toldOf(why) : toldAs(why);
  return new RunProblem({ kind: "notAModel", reason });
}
