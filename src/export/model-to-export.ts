import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { formatJson } from "../data/json-numbers.ts";
import { filesInFolder } from "../model-folder/files.ts";
import { loadModel, modelFiles } from "../model-folder/model-folder.ts";
import type { ModelRecord } from "../model-folder/record.ts";
import type { Model } from "../seq2seq/model.ts";
import { exampleSources } from "./example-sources.ts";
import { publicRecord } from "./public-record.ts";
import type { ExportedFile } from "./write-export.ts";

/** A model with all that an export may show of it. */
export interface ModelToExport {
  readonly name: string;
  readonly model: Model;
  readonly record: ModelRecord;
  /** Some lines to try the model with, from its report; none where there is no report. */
  readonly examples: readonly string[];
  /** The model folder's files without those that only training needs. */
  readonly files: readonly ExportedFile[];
}

/**
 * Reads and checks a model folder that is to be exported.
 * @param name default: the folder's name
 * @throws {CheckpointError} where the folder is damaged
 */
export async function readModelToExport(
  folder: string,
  name: string = basename(resolve(folder)),
): Promise<ModelToExport> {
  const { model, record } = await loadModel(folder);
  const files = await filesInFolder(folder);
  const report = await readFile(join(folder, modelFiles.report), "utf8").catch(() => "");
  const others = [modelFiles.weights, modelFiles.source, modelFiles.target].map(async (file) => ({
    path: `model/${file}`,
    data: await files.read(file),
  }));
  const config = {
    path: `model/${modelFiles.config}`,
    data: `${formatJson(publicRecord(model, record), 2)}\n`,
  };
  return {
    name,
    model,
    record,
    examples: exampleSources(report),
    files: [config, ...(await Promise.all(others))],
  };
}
