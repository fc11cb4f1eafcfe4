import { filesAt, filesInFolder, type ModelFiles } from "../model-folder/files.ts";
import { readModel } from "../model-folder/read-model.ts";
import { openRuntime, type Runtime } from "../runtime/index.ts";
import { inNode } from "../runtime/libraries.ts";
import type { Model } from "../seq2seq/model.ts";
import type { SearchOptions, TranslationRequest } from "./options.ts";
import type { StreamedToken } from "./stream.ts";
import { createTranslator, type Translation } from "./translator.ts";

export interface LoadOptions {
  /** Default: what `openRuntime()` opens, with a replica for each core once many lines are translated, see `replicas`. */
  readonly runtime?: Runtime;
  /** Receives a line when native ONNX Runtime does not load in Node. Default: `console.warn`. */
  onNotice?(line: string): void;
  /** Called as the weights arrive over the network, with their bytes so far and in total. Not called for files. */
  onProgress?(loaded: number, total: number): void;
  /** Stops loading: `load` is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A model, ready to translate. */
export interface LoadedModel {
  readonly model: Model;
  /**
   * Translates a line; an empty line stays empty.
   * @throws {ConfigError} where an option, or a constraint on a line, is invalid
   */
  translate(line: string | TranslationRequest, options?: SearchOptions): Promise<Translation>;
  /** Translates lines, in order. */
  translate(lines: readonly (string | TranslationRequest)[], options?: SearchOptions): Promise<Translation[]>;
  /**
   * Writes the output of a line token by token, by greedy search or sampling. Leaving the loop stops it.
   * @throws {ConfigError} for options of beam search
   * @example
   * for await (const { text } of model.stream("It is cold today")) show(text);
   */
  stream(
    line: string | TranslationRequest,
    options?: SearchOptions,
  ): AsyncGenerator<StreamedToken, void, undefined>;
}

/**
 * Loads a model folder as `henkan train` writes it, in Node, in a page or in a worker.
 * @param location a path (in Node), a `file:` or `http(s):` address, or an address relative to the page (or worker)
 * @throws {CheckpointError} where a file is missing, damaged, altered, or of a newer format; it names the file or
 *   its address, and the HTTP status
 * @throws {RuntimeUnavailableError} where no ONNX Runtime can be loaded
 * @example
 * const model = await load("runs/mine");
 * const { text } = await model.translate("It is cold today", { beam: 5 });
 */
export async function load(location: string | URL, options: LoadOptions = {}): Promise<LoadedModel> {
  return await loadFiles(await filesOf(location, options.signal), options);
}

/** `load` for files that need not be in one folder: bundlers give each its own name and place. */
export async function loadFiles(files: ModelFiles, options: LoadOptions = {}): Promise<LoadedModel> {
  const { signal, onNotice, onProgress } = options;
  signal?.throwIfAborted();
  const [{ model }, runtime] = await Promise.all([
    readModel(files, onProgress),
    options.runtime ?? openRuntime(onNotice === undefined ? {} : { onNotice }),
  ]);
  signal?.throwIfAborted();
  const translator = await createTranslator(model, runtime);

  function translate(line: string | TranslationRequest, options?: SearchOptions): Promise<Translation>;
  function translate(
    lines: readonly (string | TranslationRequest)[],
    options?: SearchOptions,
  ): Promise<Translation[]>;
  async function translate(
    input: string | TranslationRequest | readonly (string | TranslationRequest)[],
    options?: SearchOptions,
  ) {
    if (Array.isArray(input)) return await translator.translate(input, options);
    return (await translator.translate([input as string | TranslationRequest], options))[0]!;
  }
  return { model, translate, stream: translator.stream };
}

async function filesOf(location: string | URL, signal: AbortSignal | undefined): Promise<ModelFiles> {
  if (inNode && typeof location === "string" && !address.test(location)) return await filesInFolder(location);
  const folder = new URL(location, globalThis.document?.baseURI ?? globalThis.location?.href);
  if (inNode && folder.protocol === "file:") {
    return await filesInFolder(process.getBuiltinModule("node:url").fileURLToPath(folder));
  }
  const path = folder.pathname.replace(/\/*$/, "/");
  return filesAt((file) => Object.assign(new URL(folder), { pathname: path + file }), signal);
}

/** A scheme of two letters or more: `C:\model` is a path. */
const address = /^[a-z][a-z\d+.-]+:/i;
