import { resolve } from "node:path";
import { ConfigError } from "../errors.ts";
import { withLock } from "../jobs/folder-lock.ts";
import { type ModelToExport, readModelToExport } from "./model-to-export.ts";
import { exportOnnx, type OnnxExportOptions } from "./onnx.ts";
import { exportPackage } from "./package.ts";
import type { Verification } from "./verify-onnx.ts";
import { exportWeb } from "./web.ts";
import { type Export, writeExport } from "./write-export.ts";

export type { Int8Comparison } from "./compare-int8.ts";
export type { Export, Verification };

/** Makes an export of a model. @throws {ConfigError} where the model's name, or an option, is not valid */
type Exporter = (model: ModelToExport, options: OnnxExportOptions) => Promise<Export>;

/** The kinds of exports. */
const exporters: ReadonlyMap<string, Exporter> = new Map<string, Exporter>([
  ["web", exportWeb],
  ["package", exportPackage],
  ["onnx", exportOnnx],
]);

export interface ExportOptions extends OnnxExportOptions {
  /** "web", "package" or "onnx"; options that only "onnx" has are refused for the others. */
  readonly to: string;
  /** The folder to write; an earlier export there is replaced. */
  readonly out: string;
  /** Default: the name of the model's folder. */
  readonly name?: string;
}

/** What was exported. */
export interface Exported extends Export {
  /** The result of trying it; for ONNX. */
  readonly verification?: Verification;
}

/**
 * Exports a model folder.
 * @throws {ConfigError} where the kind is unknown, the name or an option is not valid, or the folder to write has
 * other files
 * @throws {CheckpointError} where the model folder is damaged
 * @throws {Error} where an ONNX export gives other outputs than the model; nothing is left of it
 */
export async function exportModel(
  folder: string,
  { to, out, name, ...options }: ExportOptions,
): Promise<Exported> {
  const exporter = exporters.get(to);
  if (exporter === undefined) {
    const kinds = [...exporters.keys()].map((kind) => `"${kind}"`);
    throw new ConfigError(`to "${to}": expected one of ${kinds.join(", ")}`);
  }
  if (to !== "onnx") refuseOnnxOptions(to, options);
  const made = await exporter(await readModelToExport(folder, name), options);
  const verification = await withLock(`${resolve(out)}.lock`, "an export", () =>
    writeExport(out, to, made.files, made.verify),
  );
  return { ...made, ...(verification && { verification }) };
}

const onnxOptions = ["beam", "nBest", "lengthPenalty", "int8", "dev"] as const;

function refuseOnnxOptions(to: string, options: OnnxExportOptions): void {
  const given = onnxOptions.filter((key) => options[key] !== undefined);
  if (given.length === 0) return;
  throw new ConfigError(
    `${given.join(", ")}: not for an export to "${to}": leave it out, or export to "onnx"`,
  );
}
