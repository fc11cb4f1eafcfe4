import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { errnoWords } from "../data/errno.ts";
import { DataError } from "../errors.ts";
import { bundles } from "./shipped-files.ts";
import type { ExportedFile } from "./write-export.ts";

/** The studio as `npm run build` makes it. */
export const studioFolder = fileURLToPath(new URL("studio/", bundles));

/**
 * The paths of the studio's files, with "/".
 * @throws {DataError} where henkan was not built
 */
export async function sitePaths(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw new DataError(`${folder}: cannot be read: ${errnoWords(cause)}: make it with "npm run build"`, {
      cause,
    });
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length).replaceAll(sep, "/"))
    .sort();
}

/** The studio's files with their content. @throws {DataError} where henkan was not built */
export async function readSite(): Promise<ExportedFile[]> {
  const paths = await sitePaths(studioFolder);
  return Promise.all(paths.map(async (path) => ({ path, data: await readFile(join(studioFolder, path)) })));
}
