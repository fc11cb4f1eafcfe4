/**
 * Does one job in a process of its own, as `henkan prepare` and `henkan train` do, and prints what it took as JSON: a
 * `JobCost`. `prepare.ts` runs it.
 *
 * Usage: tsx bench/measured-job.ts prepare|train CONFIGURATION.json
 */

import type { Configuration } from "../src/configuration/configuration.ts";
import { prepareFromFiles, readConfiguration, trainFromFiles } from "../src/jobs/index.ts";

export interface JobCost {
  /** From the process' beginning to the end of the job; of training to the end of its first update. */
  readonly seconds: number;
  /** Processor time of all threads. */
  readonly processor: number;
  /** The most memory that was resident, bytes. */
  readonly peak: number;
}

/** Of the training that is begun. */
export const updates = 20;

async function work(job: string | undefined, configuration: Configuration): Promise<number> {
  if (job === "prepare") {
    await prepareFromFiles(configuration);
    return performance.now();
  }
  const stop = new AbortController();
  const ends: number[] = [];
  await trainFromFiles(configuration, {
    signal: stop.signal,
    onEvent: ({ event }) => {
      if (event !== "progress") return;
      ends.push(performance.now());
      if (ends.length === updates) stop.abort();
    },
  });
  return ends[0]!;
}

if (process.argv[1] === import.meta.filename) {
  const [job, file] = process.argv.slice(2);
  const end = await work(job, await readConfiguration(file!)); // since the process began
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cost: JobCost = {
    seconds: end / 1000,
    processor: (userCPUTime + systemCPUTime) / 1e6,
    peak: maxRSS * 1024,
  };
  console.log(JSON.stringify(cost));
}
