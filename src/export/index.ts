import { ConfigError } from "../errors.ts";
import { type ModelToExport, readModelToExport } from "./model-to-export.ts";
import { exportPackage } from "./package.ts";
import { exportWeb } from "./web.ts";
import { type Export, writeExport } from "./write-export.ts";

export type { Export };

/** Makes an export of a model. @throws {ConfigError} where the model's name does not do */
type Exporter = (model: ModelToExport) => Promise<Export>;

/** What `henkan export --to` knows. */
const exporters: ReadonlyMap<string, Exporter> = new Map([
  ["web", exportWeb],
  ["package", exportPackage],
]);

export interface ExportOptions {
  /** "web" or "package". */
  readonly to: string;
  /** The folder to write; an earlier export there is replaced. */
  readonly out: string;
  /** Default: the name of the model's folder. */
  readonly name?: string;
}

/**
 * Exports a model folder.
 * @throws {ConfigError} where the kind is unknown, the name does not do, or the folder to write has other files
 * @throws {CheckpointError} where the model folder is damaged
 */
export async function exportModel(folder: string, { to, out, name }: ExportOptions): Promise<Export> {
  const exporter = exporters.get(to);
  if (exporter === undefined) {
    const kinds = [...exporters.keys()].map((kind) => `"${kind}"`);
    throw new ConfigError(`--to "${to}": expected one of ${kinds.join(", ")}`);
  }
  const made = await exporter(await readModelToExport(folder, name));
  await writeExport(out, to, made.files);
  return made;
}
