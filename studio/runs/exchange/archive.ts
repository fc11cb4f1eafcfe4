import { strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { messageOf } from "../../../src/errors.ts";
import type { StudioProblem } from "../../problems/studio-problem.ts";
import { toldAs } from "../../problems/told.ts";
import { RunProblem } from "../notice.ts";

/** What an archive may hold, unpacked: a model of 250 million weights, and far more files than a run has. */
const limits = { bytes: 2 ** 30, files: 1000 };

/** A file's content by its path, with "/". */
export type Contents = ReadonlyMap<string, Uint8Array>;

/**
 * Packs files into a zip.
 * @param folder the folder that they lie in
 */
export function pack(folder: string, files: ReadonlyMap<string, Uint8Array | string>): Uint8Array {
  const entries = [...files].map(([path, content]): [string, Zippable[string]] => {
    const bytes = typeof content === "string" ? strToU8(content) : content;
    // Weights do not get smaller by it.
    const level = path.endsWith(".safetensors") ? 0 : 6;
    return [`${folder}/${path}`, [bytes, { level }]];
  });
  return zipSync(Object.fromEntries(entries));
}

/**
 * Unpacks a zip that anybody may have made. Nothing is unpacked before all that it says about its files is known to be
 * sound: their paths stay within it, and they are no more than the limits allow.
 * @param isWanted which files are unpacked
 * @throws {RunProblem} that says what is wrong with it
 */
export function unpack(
  bytes: Uint8Array,
  isWanted: (path: string) => boolean,
  { bytes: mostBytes, files: mostFiles } = limits,
): Map<string, Uint8Array> {
  const sizes = new Map<string, number>();
  let total = 0;
  let count = 0;
  inspect(bytes, ({ name, originalSize, size, compression }) => {
    if (++count > mostFiles) {
      const text = `the zip holds more than ${mostFiles} files`;
      throw refused({ kind: "tooManyFiles", text, most: mostFiles });
    }
    if (!isSafe(name)) {
      const file = JSON.stringify(name.slice(0, 80));
      throw refused({ kind: "unsafePath", text: `the zip has a file with the path ${file}`, file });
    }
    if (name.endsWith("/") || !isWanted(name)) return false;
    if (sizes.has(name)) {
      throw refused({ kind: "fileTwice", text: `the zip has two files ${name}`, file: name });
    }
    if (compression === 0 && size !== originalSize) throw damaged(name);
    total += originalSize;
    if (total > mostBytes) {
      const megabytes = Math.round(mostBytes / 2 ** 20);
      const text = `unpacked it would have more than ${megabytes} MB`;
      throw refused({ kind: "tooManyUnpacked", text, megabytes });
    }
    sizes.set(name, originalSize);
    return false;
  });
  const found = inspect(bytes, ({ name }) => sizes.has(name));
  for (const [name, size] of sizes) {
    if (found[name]?.length !== size) throw damaged(name);
  }
  return new Map(Object.entries(found));
}

type Entry = Parameters<NonNullable<NonNullable<Parameters<typeof unzipSync>[1]>["filter"]>>[0];

function inspect(bytes: Uint8Array, filter: (entry: Entry) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof RunProblem) throw error;
    const reason = messageOf(error);
    throw refused({ kind: "noZip", text: `it is no zip, or a damaged one: ${reason}`, reason });
  }
}

/** Whether a path names a file within the archive, and no other place of anybody's disk. */
function isSafe(path: string): boolean {
  const parts = path.split("/");
  if (path.startsWith("/") || /^[a-z]:/i.test(path) || /[\\\0]/.test(path)) return false;
  return !parts.includes("..") && !parts.includes("__proto__");
}

function damaged(file: string): RunProblem {
  return refused({ kind: "damagedZip", text: `the zip is damaged at ${file}`, file });
}

function refused(problem: StudioProblem): RunProblem {
  return new RunProblem({ kind: "notAModel", reason: toldAs(problem) });
}
