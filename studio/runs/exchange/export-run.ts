import { formatJson } from "../../../src/data/json-numbers.ts";
import { searchModel } from "../../../src/export/onnx-models.ts";
import { modelReport } from "../../../src/jobs/model-report.ts";
import { encodeModel } from "../../../src/model-folder/encode-model.ts";
import { modelFiles } from "../../../src/model-folder/files.ts";
import { sha256 } from "../../../src/model-folder/sha256.ts";
import type { Runtime } from "../../../src/runtime/index.ts";
import type { SavedRun } from "../run-keeper.ts";
import { joined } from "../store/joined.ts";
import { eventLines, runFiles } from "../store/run-files.ts";
import { identityOf } from "../store/setup-identity.ts";
import { pack } from "./archive.ts";
import type { ExportKind } from "./export-kinds.ts";
import { fileName } from "./file-name.ts";
import { pageFiles } from "./page-files.ts";
import { configurationFile, runConfiguration } from "./run-configuration.ts";

/** A file to be saved. */
export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

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
      const folder = await modelFolder(run, context.runtime);
      return zip(new Map([...folder, ...(await trainingFiles(run, await context.raw()))]), "-run");
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

/** What an exported run has beside its model, for this page and for `henkan train`. */
async function trainingFiles(
  { setup, summary }: SavedRun,
  kept: ReadonlyMap<string, Uint8Array>,
): Promise<Map<string, Uint8Array | string>> {
  return new Map<string, Uint8Array | string>([
    ...[...kept].filter(([path]) => !path.startsWith(`${runFiles.model}/`)),
    [configurationFile, runConfiguration(setup)],
    ...(summary.state === "over" ? [[runFiles.finished, formatJson(await identityOf(setup))] as const] : []),
  ]);
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
