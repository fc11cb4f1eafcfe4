/** The code of an exported package: the model beside it, as one function. */

import { filesAt, type ModelFile } from "../src/model-folder/files.ts";
import { type LoadedModel, loadFiles } from "../src/search/load.ts";
import type { transduce as declared, TransduceOptions, Transduction } from "./package-surface.d.ts";

/** Each written out: this is the form in which bundlers find files, and may put them elsewhere. */
const addresses: Readonly<Record<ModelFile, URL>> = {
  "config.json": new URL("./model/config.json", import.meta.url),
  "weights.safetensors": new URL("./model/weights.safetensors", import.meta.url),
  "source.tokenizer.json": new URL("./model/source.tokenizer.json", import.meta.url),
  "target.tokenizer.json": new URL("./model/target.tokenizer.json", import.meta.url),
};

let loading: Promise<LoadedModel> | undefined;

/** A failure is not kept: the next call tries again. */
function loaded(): Promise<LoadedModel> {
  loading ??= loadFiles(filesAt((file) => addresses[file])).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function run(text: string, options?: TransduceOptions): Promise<Transduction>;
async function run(texts: readonly string[], options?: TransduceOptions): Promise<Transduction[]>;
async function run(
  input: string | readonly string[],
  options?: TransduceOptions,
): Promise<Transduction | Transduction[]> {
  const { translate } = await loaded();
  return typeof input === "string" ? await translate(input, options) : await translate(input, options);
}

export const transduce: typeof declared = run;
