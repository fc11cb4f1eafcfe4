import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { errnoWords } from "../data/errno.ts";
import { DataError } from "../errors.ts";
import type { ExportedFile } from "./write-export.ts";

/** The folder that `npm run build` bundles into: `dist`, two folders up from both `src/export` and `dist/export`. */
export const bundles = new URL("../../dist/", import.meta.url);

/**
 * Reads bundled files.
 * @param paths in `dist/web` or `dist/package`
 * @throws {DataError} where henkan was not built
 */
export async function bundledFiles(
  folder: "web" | "package",
  paths: readonly string[],
): Promise<ExportedFile[]> {
  return await Promise.all(
    paths.map(async (path) => ({
      path,
      data: await read(fileURLToPath(new URL(`${folder}/${path}`, bundles))),
    })),
  );
}

/** ONNX Runtime for a page: the script that its threads start from, and its WebAssembly. */
export async function onnxRuntimeFiles(): Promise<ExportedFile[]> {
  return await Promise.all(
    onnxRuntimePlaces().map(async ([path, file]) => ({ path, data: await read(file) })),
  );
}

/** Its files by name, and where they are. */
export function onnxRuntimePlaces(): (readonly [path: string, file: string])[] {
  const { resolve } = createRequire(import.meta.url);
  return ["ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"].map(
    (path) => [path, resolve(`onnxruntime-web/${path}`)] as const,
  );
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}: make it with "npm run build"`, {
      cause,
    });
  }
}
