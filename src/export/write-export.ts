import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, realpath, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { z } from "zod";
import { remainsBeside, removeRemains } from "../data/dead-process.ts";
import { errnoWords } from "../data/errno.ts";
import { makeFolder } from "../data/make-folder.ts";
import { syncFolder } from "../data/synced.ts";
import { ConfigError, DataError } from "../errors.ts";
import { henkanVersion } from "../version.ts";
import type { Int8Comparison } from "./compare-int8.ts";
import type { Verification } from "./verify-onnx.ts";

/** A file of an export. */
export interface ExportedFile {
  /** Relative to the folder, with "/". */
  readonly path: string;
  readonly data: string | Uint8Array;
}

/** What an export is made of. */
export interface Export {
  readonly files: readonly ExportedFile[];
  /** Lines of text on how to try it. @param folder where it was written, as a shell takes it */
  hints(folder: string): readonly string[];
  /** How an int8 export compares with a float32 one. */
  readonly comparison?: Int8Comparison;
  /** Tries what was written. @throws {Error} where it does not work as it should */
  verify?(folder: string): Promise<Verification>;
}

/** A file in every exported folder: it lists the files that henkan wrote there, so that no others are replaced. */
const markerFile = "henkan-export.json";

const markerSchema = z.object({
  henkan: z.string(),
  kind: z.string(),
  /** SHA-256 by path. */
  files: z.record(z.string(), z.string()),
});

/**
 * Writes a folder as a whole: into a temporary one beside it, which then takes its place. An earlier export is
 * replaced; a folder with anything else in it is refused, so nothing is ever lost.
 * @param verify tries the temporary folder; if it throws, the error is passed on and nothing is left
 * @throws {ConfigError} where the folder has files that henkan did not write, or that were changed since
 * @throws {DataError} that says what cannot be written and why
 */
export async function writeExport<T>(
  folder: string,
  kind: string,
  files: readonly ExportedFile[],
  verify?: (folder: string) => Promise<T>,
): Promise<T | undefined> {
  const target = await realpath(folder).catch(() => resolve(folder));
  await tidy(target);
  const earlier = await earlierExport(folder, target);
  const marker: z.infer<typeof markerSchema> = {
    henkan: henkanVersion,
    kind,
    files: Object.fromEntries(files.map(({ path, data }) => [path, sha256(data)])),
  };
  const all = [...files, { path: markerFile, data: `${JSON.stringify(marker, undefined, 2)}\n` }];
  const [fresh, old] = [`${target}.${process.pid}.tmp`, `${target}.${process.pid}.old`];
  try {
    await makeFolder(dirname(target));
    await mkdir(fresh);
    await writeFiles(fresh, all);
    const verified = await verify?.(fresh);
    if (earlier === "empty") await rmdir(target);
    if (earlier === "export") await rename(target, old);
    await rename(fresh, target).catch(async (cause) => {
      if (earlier === "export") await rename(old, target);
      throw cause;
    });
    await syncFolder(dirname(target));
    await rm(old, { recursive: true, force: true });
    return verified;
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true });
    if (!(cause instanceof Error && "syscall" in cause)) throw cause;
    throw new DataError(`${folder}: cannot be written: ${errnoWords(cause)}`, { cause });
  }
}

/** What is already in the place of the new folder. */
/** Puts back the earlier export that a killed process had moved away, and removes what else one has left. */
async function tidy(target: string): Promise<void> {
  const [old] = await remainsBeside(target, /^\.(\d+)\.old$/);
  if (old !== undefined && !existsSync(target)) await rename(old, target);
  await removeRemains(target, /^\.(\d+)\.(?:tmp|old)$/);
}

async function earlierExport(folder: string, target: string): Promise<"nothing" | "empty" | "export"> {
  let entries: string[];
  try {
    entries = await readdir(target);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return "nothing";
    if ((cause as NodeJS.ErrnoException).code === "ENOTDIR")
      throw new ConfigError(`out ${folder}: it is a file: expected a folder, or nothing yet`, { cause });
    throw new DataError(`${folder}: cannot be read: ${errnoWords(cause)}`, { cause });
  }
  const marker = await readMarker(target);
  if (marker === undefined && entries.length > 0) {
    throw new ConfigError(
      `out ${folder}: it has files, and is no earlier export (${few(entries)}): choose another folder`,
    );
  }
  if (target === process.cwd()) {
    throw new ConfigError(`out ${folder}: the current folder cannot be replaced: choose another one`);
  }
  if (marker === undefined) return "empty";
  const others: string[] = [];
  for (const path of await filesIn(target)) {
    if (path === markerFile) continue;
    const written = Object.hasOwn(marker.files, path) ? marker.files[path] : undefined;
    const same = written !== undefined && written === sha256(await readFile(join(target, path)));
    if (!same) others.push(path);
  }
  if (others.length === 0) return "export";
  throw new ConfigError(
    `out ${folder}: ${few(others)}: added or changed since the export: move away what you want to keep, or choose ` +
      "another folder",
  );
}

async function readMarker(folder: string): Promise<z.infer<typeof markerSchema> | undefined> {
  try {
    return markerSchema.safeParse(JSON.parse(await readFile(join(folder, markerFile), "utf8"))).data;
  } catch {
    return undefined;
  }
}

/** Everything except folders, as paths with "/". */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, "/"),
    )
    .sort();
}

async function writeFiles(folder: string, files: readonly ExportedFile[]): Promise<void> {
  const folders = new Set([folder]);
  for (const { path, data } of files) {
    const place = join(folder, path);
    await makeFolder(dirname(place));
    folders.add(dirname(place));
    const file = await open(place, "wx");
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
  }
  for (const one of folders) await syncFolder(one);
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function few(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
