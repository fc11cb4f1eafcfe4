import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { BrowserContext } from "playwright-core";

/**
 * Notes which files a browser's context asks for, its workers too.
 * @param url where the site is, with "/" at the end
 * @returns gives their paths so far, each once
 */
export function loadedFiles(context: BrowserContext, url: string): () => string[] {
  const asked = new Set<string>();
  context.on("request", (request) => {
    const path = request.url().replace(/[?#].*/, "");
    if (path.startsWith(url)) asked.add(path.slice(url.length) || "index.html");
  });
  return () => [...asked];
}

/** Kilobytes that files of a site have, each compressed by itself, without ONNX Runtime's `.wasm`. */
export async function compressedSize(
  folder: string,
  paths: readonly string[],
): Promise<{ gzip: number; brotli: number; files: number }> {
  const shipped = paths.filter((path) => !path.endsWith(".wasm"));
  const bytes = await Promise.all(shipped.map((path) => readFile(join(folder, path))));
  const sum = (compress: (file: Buffer) => Buffer) =>
    bytes.reduce((all, file) => all + compress(file).length, 0) / 1000;
  return {
    gzip: sum((file) => gzipSync(file)),
    brotli: sum((file) => brotliCompressSync(file)),
    files: shipped.length,
  };
}
