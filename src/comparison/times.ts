import type { KeptRun } from "./compare-runs.ts";
import type { RunTime } from "./comparison-result.ts";

/** How long each run took and where: the content of `times.json`, which differs between machines. */
export function timesOf(kept: readonly KeptRun[]): RunTime[] {
  return kept.map(({ run, training, events }) => ({
    arm: run.arm.name,
    seed: run.seed,
    started: training.started,
    seconds: training.seconds,
    inGraphs: events.findLast((event) => event.event === "end")?.runSeconds ?? 0,
    runtime: training.runtime,
    threads: training.threads,
  }));
}
