import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { errnoWords } from "../data/errno.ts";
import { DataError } from "../errors.ts";
import { bundles, onnxRuntimePlaces } from "./shipped-files.ts";
import type { ExportedFile } from "./write-export.ts";

/** The studio as `npm run build` makes it. */
export const studioFolder = fileURLToPath(new URL("studio/", bundles));

/**
 * The studio's files by their paths with "/", and where they are. Those of ONNX Runtime are in its own package where the
 * folder lacks them: they are large, and henkan's package has them once.
 * @throws {DataError} where henkan was not built
 */
export async function siteFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw new DataError(`${folder}: cannot be read: ${errnoWords(cause)}: make it with "npm run build"`, {
      cause,
    });
  });
  const own = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file.slice(join(folder, sep).length).replaceAll(sep, "/"), file] as const);
  return new Map([...onnxRuntimePlaces(), ...own]);
}

/** The studio's files with their content. @throws {DataError} where henkan was not built */
export async function readSite(): Promise<ExportedFile[]> {
  const files = [...(await siteFiles(studioFolder))];
  return Promise.all(files.map(async ([path, file]) => ({ path, data: await readFile(file) })));
}
