import { basename, join, resolve } from "node:path";
import { writeFileAtomically } from "../data/write-file.ts";
import { modelFiles } from "../model-folder/model-folder.ts";
import { readMetrics } from "./metrics-log.ts";
import { type ModelReportOptions, modelReport } from "./model-report.ts";

/**
 * Writes `report.html` into a model folder that has its metrics, and gives the file's path.
 * @throws {DataError} where it cannot be written
 */
export async function writeReport(folder: string, options: ModelReportOptions): Promise<string> {
  const events = await readMetrics(join(folder, modelFiles.metrics));
  const html = await modelReport(basename(resolve(folder)), events, options);
  const path = join(folder, modelFiles.report);
  await writeFileAtomically(path, html);
  return path;
}
