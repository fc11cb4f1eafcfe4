import { launchOf } from "../distributed/launcher.ts";
import type { Ranks } from "../training/ranks.ts";
import { explainFailure } from "./failure.ts";
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
