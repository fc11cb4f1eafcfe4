import { searchModel } from "../../../src/export/onnx-models.ts";
import { modelReport } from "../../../src/jobs/model-report.ts";
import { encodeModel } from "../../../src/model-folder/encode-model.ts";
import { modelFiles } from "../../../src/model-folder/files.ts";
import { sha256 } from "../../../src/model-folder/sha256.ts";
import type { Runtime } from "../../../src/runtime/index.ts";
import type { SavedRun } from "../run-keeper.ts";
import { joined } from "../store/joined.ts";
import { eventLines } from "../store/run-files.ts";
import { pack } from "./archive.ts";
import type { ExportKind } from "./export-kinds.ts";
import { fileName } from "./file-name.ts";
import { pageFiles } from "./page-files.ts";

/** A file to be saved. */
export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** In an exported run: its files as they are kept here. */
export const keptFolder = "studio-run";

export interface ExportContext {
  readonly runtime: Runtime;
  /** The run's files as they are kept. */
  raw(): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Gives a file of this page. @throws {Error} where it cannot be loaded */
  fetch(path: string): Promise<Uint8Array>;
}

/** Makes a file of a run. */
export async function exportRun(
  run: SavedRun,
  kind: ExportKind,
  context: ExportContext,
): Promise<ExportedFile> {
  const name = fileName(run.setup.name);
  const zip = (files: ReadonlyMap<string, Uint8Array | string>, suffix = ""): ExportedFile => ({
    name: `${name}${suffix}.zip`,
    type: "application/zip",
    bytes: pack(name, files) as Uint8Array<ArrayBuffer>,
  });
  switch (kind) {
    case "folder":
      return zip(await modelFolder(run, context.runtime));
    case "run": {
      const kept = [...(await context.raw())].map(
        ([path, bytes]) => [`${keptFolder}/${path}`, bytes] as const,
      );
      return zip(new Map([...(await modelFolder(run, context.runtime)), ...kept]), "-run");
    }
    case "page":
      return zip(await pageFiles(run, await modelFolder(run, context.runtime), context), "-page");
    case "onnx": {
      const search = { beam: 5, nBest: 1, lengthPenalty: 1 };
      const bytes = searchModel({ model: run.model, name: run.setup.name, search, int8: false });
      return {
        name: `${name}.onnx`,
        type: "application/octet-stream",
        bytes: bytes as Uint8Array<ArrayBuffer>,
      };
    }
  }
}

/** The files of a damaged run, for whoever may save something of them. */
export function exportRaw(id: string, files: ReadonlyMap<string, Uint8Array>): ExportedFile {
  const name = `damaged-run-${id.slice(0, 8)}`;
  return {
    name: `${name}.zip`,
    type: "application/zip",
    bytes: pack(name, files) as Uint8Array<ArrayBuffer>,
  };
}

/** The files that `henkan train` would have written. */
async function modelFolder(
  { model, history, events, setup }: SavedRun,
  runtime: Runtime,
): Promise<Map<string, Uint8Array | string>> {
  const files = await encodeModel(model, history, async (pieces) => sha256(joined(pieces)));
  const evaluation = history.training.dev;
  const report = await modelReport(setup.name, events, { model, runtime, pairs: setup.dev, evaluation });
  return new Map<string, Uint8Array | string>([
    ...Object.entries(files).map(([file, pieces]) => [file, joined(pieces)] as const),
    [modelFiles.metrics, eventLines(events)],
    [modelFiles.report, report],
  ]);
}
