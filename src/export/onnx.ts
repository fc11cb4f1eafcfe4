import type { Pair } from "../data/pair.ts";
import { modelFiles } from "../model-folder/files.ts";
import { openRuntime } from "../runtime/index.ts";
import { checkOptions } from "../search/options.ts";
import { compareInt8, type Int8Comparison } from "./compare-int8.ts";
import type { ModelToExport } from "./model-to-export.ts";
import { onnxFiles } from "./onnx-files.ts";
import { type ExportedSearch, type OnnxSource, onnxModels } from "./onnx-models.ts";
import { onnxReadme } from "./onnx-readme.ts";
import { sampleLines } from "./sample-lines.ts";
import { verifyOnnx } from "./verify-onnx.ts";
import type { Export } from "./write-export.ts";

export interface OnnxExportOptions extends Partial<ExportedSearch> {
  /** Whether weights are stored as int8: a quarter of the bytes, and faster (default false). */
  readonly int8?: boolean;
  /** Pairs to verify the export with, and to compare int8 with float32 on. */
  readonly dev?: readonly Pair[];
  /** Called with the number of sentences of the dev pairs translated so far, and of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Receives a line when native ONNX Runtime does not load. Default: `console.warn`. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Models for any ONNX runtime: one from ids to ids with its search, and the same in two stages for a custom search.
 * The default is beam 5: its outputs are better than those of greedy search, and a program with one file cannot choose.
 * @throws {ConfigError} for invalid search options
 */
export async function exportOnnx(model: ModelToExport, options: OnnxExportOptions): Promise<Export> {
  const { beam = 5, nBest = 1, lengthPenalty = 1, int8 = false, dev = [], onProgress, onNotice } = options;
  const search = { beam, nBest, lengthPenalty };
  checkOptions(search);
  const source: OnnxSource = { model: model.model, name: model.name, search, int8 };
  const lines = sampleLines(model, dev);
  const models = onnxModels(source);
  const runtime = await openRuntime(onNotice && { onNotice });
  const comparison: Int8Comparison | undefined = int8
    ? await compareInt8(source, models.model, { runtime, lines, dev, onProgress })
    : undefined;
  const tokenizers = [modelFiles.source, modelFiles.target].map((path) => ({
    path,
    data: model.files.find((file) => file.path === `model/${path}`)!.data,
  }));
  return {
    files: [
      { path: onnxFiles.model, data: models.model },
      { path: onnxFiles.encoder, data: models.stages.encoder },
      { path: onnxFiles.step, data: models.stages.step },
      ...tokenizers,
      { path: "README.md", data: onnxReadme(source, model, models, lines[0]!) },
    ],
    hints: (folder) => [`How to feed it, in Python and in JavaScript, is in ${folder}/README.md`],
    ...(comparison && { comparison }),
    verify: (folder) => verifyOnnx(folder, source, lines, runtime),
  };
}
