import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { errnoWords } from "../data/errno.ts";
import { makeFolder } from "../data/make-folder.ts";
import { writeFileAtomically } from "../data/write-file.ts";
import { CheckpointError, ConfigError, DataError } from "../errors.ts";
import { differences } from "../jobs/differences.ts";
import { lockFile } from "../jobs/folder-lock.ts";
import { loadModel, modelFiles, type SavedModel } from "../model-folder/model-folder.ts";
import type { Runtime } from "../runtime/index.ts";
import { henkanVersion } from "../version.ts";
import type { ComparisonData } from "./comparison-data.ts";
import type { ComparisonPlan, PlannedRun } from "./plan.ts";

/** The files of a comparison's folder. */
export const comparisonFiles = {
  /** What its runs have in common; a second start is checked against it. */
  definition: "definition.json",
  result: "compare.json",
  times: "times.json",
  report: "report.html",
  arms: "arms",
} as const;

/** What all runs of a folder share. Arms and seeds are not part of it: more of them may be added. */
interface FolderDefinition {
  readonly format: 1;
  readonly henkan: string;
  readonly data: string;
  readonly parameters: number;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** The folder of a run's model. */
export function runFolder(out: string, { arm, seed }: Pick<PlannedRun, "arm" | "seed">): string {
  return join(out, comparisonFiles.arms, `${arm.name}-${seed}`);
}

/**
 * Opens the folder of a comparison: a new one, or one whose runs have the same definition, data and runtime.
 * @throws {CheckpointError} where the folder holds something else
 * @throws {ConfigError} where its runs have another definition or other data
 * @throws {DataError} where it cannot be read or written
 */
export async function openComparisonFolder(
  out: string,
  { base, parameters }: ComparisonPlan,
  { fingerprint }: ComparisonData,
  { name, threads }: Pick<Runtime, "name" | "threads">,
): Promise<void> {
  // Where the pairs are and where models go makes no difference to what is learnt.
  const { data: _, out: __, training, ...sections } = base;
  const { seed: ___, ...shared } = training;
  const definition: FolderDefinition = {
    format: 1,
    henkan: henkanVersion,
    data: fingerprint,
    parameters,
    // The same threads, because sums in another order differ in their last bits.
    configuration: JSON.parse(JSON.stringify({ ...sections, training: shared, runtime: { name, threads } })),
  };
  const path = join(out, comparisonFiles.definition);
  if (existsSync(path)) {
    refuseOtherDefinition(out, await readDefinition(path), definition);
    return;
  }
  await refuseForeignFolder(out);
  await makeFolder(join(out, comparisonFiles.arms));
  await writeFileAtomically(path, `${JSON.stringify(definition, undefined, 2)}\n`);
}

/** The model of a finished run; null if the run still has to be trained. */
export async function trainedRun(out: string, run: PlannedRun): Promise<SavedModel | null> {
  const folder = runFolder(out, run);
  // The report is the last file that a run writes.
  if (!existsSync(join(folder, modelFiles.report))) return null;
  try {
    const saved = await loadModel(folder);
    return saved.record.training.ended === "epochs" ? saved : null;
  } catch (error) {
    if (error instanceof CheckpointError) return null;
    throw error;
  }
}

async function readDefinition(path: string): Promise<FolderDefinition> {
  try {
    const json: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof json === "object" && json !== null && "configuration" in json) return json as FolderDefinition;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) {
      throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
    }
  }
  throw new CheckpointError(`${path}: not the definition of a comparison: name another folder as out`);
}

function refuseOtherDefinition(out: string, before: FolderDefinition, now: FolderDefinition): void {
  const flat = ({ configuration, ...rest }: FolderDefinition) => ({ ...rest, ...configuration });
  const changed = differences(flat(before), flat(now)).map((line) =>
    line.startsWith("data: ") ? "data: other pairs there than now" : line,
  );
  if (changed.length === 0) return;
  throw new ConfigError(
    [
      `${out}: it holds a comparison of another definition: name another folder as out, or go back to what it was:`,
      ...changed.map((line) => `  ${line}`),
    ].join("\n"),
  );
}

async function refuseForeignFolder(out: string): Promise<void> {
  const names = await readdir(out).catch((cause: NodeJS.ErrnoException): string[] => {
    if (cause.code === "ENOENT") return [];
    throw new DataError(`${out}: cannot be read: ${errnoWords(cause)}`, { cause });
  });
  const foreign = names.find(
    (name) => name !== comparisonFiles.arms && name !== lockFile && !name.endsWith(".tmp"),
  );
  if (foreign === undefined) return;
  throw new CheckpointError(
    `${out}: it holds ${foreign} and no comparison: nothing there was touched; name another folder as out`,
  );
}
