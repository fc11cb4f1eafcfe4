import { errnoWords } from "../data/errno.ts";
import { CheckpointError } from "../errors.ts";
import { inNode } from "../runtime/libraries.ts";

/** The files of a model folder. */
export const modelFiles = {
  config: "config.json",
  weights: "weights.safetensors",
  source: "source.tokenizer.json",
  target: "target.tokenizer.json",
  metrics: "metrics.jsonl",
  report: "report.html",
} as const;

/** A folder in a model folder: the files of a newer model that have not all taken their places, see `replaceModel`. */
export const nextModel = "next-model";

/** The files that make up a model: a model folder has these, and may have others. */
export type ModelFile = (typeof modelFiles)["config" | "weights" | "source" | "target"];

/** Where a model's files come from. */
export interface ModelFiles {
  /** A file's name in error messages: its path or address. */
  nameOf(file: ModelFile): string;
  /**
   * @param onBytes receives the bytes so far, as the file arrives over the network; not called for files in Node
   * @throws {CheckpointError} that names the file and says why it cannot be read
   */
  read(file: ModelFile, onBytes?: (bytes: number) => void): Promise<Uint8Array>;
  /** How many bytes a file has, where that is known before it is read; undefined for one that is not there. */
  sizeOf?(file: ModelFile): Promise<number | undefined>;
}

const needs =
  `a model folder needs ${modelFiles.config}, ${modelFiles.weights}, ${modelFiles.source} and ` +
  `${modelFiles.target}`;
const expectedFolder = `expected a model folder, as "henkan train" writes it`;

/**
 * The files in a folder, in Node.
 * @throws {CheckpointError} where there is no such folder
 */
export async function filesInFolder(folder: string): Promise<ModelFiles> {
  const { stat } = nodeModule("node:fs/promises");
  const { join } = nodeModule("node:path");
  const found = await stat(folder).catch((cause: unknown) => {
    throw new CheckpointError(`${folder}: cannot be read: ${errnoWords(cause)}: ${expectedFolder}`, {
      cause,
    });
  });
  if (!found.isDirectory()) throw new CheckpointError(`${folder}: it is a file: ${expectedFolder}`);
  const { existsSync } = nodeModule("node:fs");
  const next = join(folder, nextModel);
  const isReplaced = existsSync(join(next, modelFiles.config));
  const nameOf = (file: ModelFile) => {
    const newer = join(next, file);
    return isReplaced && existsSync(newer) ? newer : join(folder, file);
  };
  const sizeOf = async (file: ModelFile) => (await stat(nameOf(file)).catch(() => undefined))?.size;
  return { nameOf, read: (file) => readPath(nameOf(file)), sizeOf };
}

/**
 * The files at separate addresses: `file:` addresses are read in Node, all others fetched.
 * @param addressOf gives the address of a file
 * @param signal stops fetching: pending reads are rejected with the signal's reason
 */
export function filesAt(addressOf: (file: ModelFile) => URL, signal?: AbortSignal): ModelFiles {
  const pathOf = (file: ModelFile) => {
    const url = addressOf(file);
    return inNode && url.protocol === "file:" ? nodeModule("node:url").fileURLToPath(url) : undefined;
  };
  return {
    nameOf: (file) => pathOf(file) ?? addressOf(file).href,
    read(file, onBytes) {
      const path = pathOf(file);
      return path === undefined ? fetchBytes(addressOf(file), signal, onBytes) : readPath(path);
    },
  };
}

/** One of Node's own modules. Not imported: the browser's entry point must not load it. */
function nodeModule<Name extends "node:fs" | "node:fs/promises" | "node:path" | "node:url">(name: Name) {
  return process.getBuiltinModule(name);
}

async function readPath(path: string): Promise<Uint8Array> {
  const { readFile, stat } = nodeModule("node:fs/promises");
  try {
    // A device or a pipe may never end.
    if (!(await stat(path)).isFile()) throw new CheckpointError(`${path}: expected a regular file: ${needs}`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    throw new CheckpointError(`${path}: cannot be read: ${errnoWords(cause)}: ${needs}`, { cause });
  }
}

async function fetchBytes(
  url: URL,
  signal: AbortSignal | undefined,
  onBytes: ((bytes: number) => void) | undefined,
): Promise<Uint8Array> {
  const fail = (reason: string, cause?: unknown) => {
    const file = url.href;
    return new CheckpointError(
      { kind: "unreadableFile", text: `${file}: ${reason}: ${needs}`, file, reason },
      { cause },
    );
  };
  try {
    const response = await fetch(url, { signal: signal ?? null });
    if (!response.ok) throw fail(`HTTP ${`${response.status} ${response.statusText}`.trim()}`);
    const counted = onBytes === undefined ? response.body : response.body?.pipeThrough(counter(onBytes));
    return new Uint8Array(await new Response(counted).arrayBuffer());
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    signal?.throwIfAborted();
    throw fail(`cannot be fetched (${fetchReason(cause)})`, cause);
  }
}

/** Passes bytes on and reports how many have passed. */
function counter(
  onBytes: (bytes: number) => void,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      onBytes(bytes);
      controller.enqueue(chunk);
    },
  });
}

/** Node says "fetch failed", and gives the reason as the error's cause. */
function fetchReason(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error && thrown.cause.message !== "" ? thrown.cause.message : thrown.message;
}
