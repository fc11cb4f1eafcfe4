import { launchOf } from "../distributed/launcher.ts";
import { openRuntime, type Runtime, type RuntimeOptions } from "../runtime/index.ts";
import type { Ranks } from "../training/ranks.ts";
import { explainFailure } from "./failure.ts";
import { counted } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Does a command's work: on rank 0 of the job that a launcher has started, while the other ranks help; or else alone.
 * @returns the exit code
 */
export async function onRanks(
  work: (ranks: Ranks | undefined) => Promise<number>,
  terminal: Terminal,
): Promise<number> {
  if (launchOf(process.env) === undefined) return work(undefined);
  const { withRanks } = await import("../jobs/ranks-of-job.ts");
  const debug = process.argv.includes("--debug");
  return (await withRanks(work, (error) => explainFailure(error, { terminal, debug }))) ?? 0;
}

/** Opens ONNX Runtime, on all ranks where there are several: see `openRuntimeOnRanks`. */
export async function openRuntimeOn(ranks: Ranks | undefined, options: RuntimeOptions): Promise<Runtime> {
  if (ranks === undefined) return openRuntime(options);
  const { openRuntimeOnRanks } = await import("../jobs/rank-services.ts");
  return openRuntimeOnRanks(ranks, options);
}

/** "4 ranks on 2 hosts train together, over Open MPI v4.1.4". @param verb "train" */
export function ranksNotice({ communicator: { size, hosts, library } }: Ranks, verb: string): string {
  return `${counted(size, "rank")} on ${counted(new Set(hosts).size, "host")} ${verb} together, over ${library}`;
}
