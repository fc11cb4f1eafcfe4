import { readFileSync, readlinkSync } from "node:fs";

/** Where a rank runs, as it tells the others. */
export interface Place {
  readonly host: string;
  readonly pid: number;
  /** Ranks with the same one see each other's process numbers; undefined where that is not known. */
  readonly processes: string | undefined;
}

export function placeHere(host: string): Place {
  return { host, pid: process.pid, processes: processNumbers() };
}

/** The running kernel and the namespace of process numbers: containers of one host may have their own. */
function processNumbers(): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return undefined; // no Linux
  }
}

/**
 * The ranks beside this one whose process is gone. The launcher learns it at the same time and ends the job, MPICH's at
 * once and Open MPI's within two seconds; but who finds it here can name the rank.
 */
export function goneNeighbours(places: readonly Place[], rank: number): number[] {
  const here = places[rank]!;
  return [...places.keys()].filter(
    (other) =>
      other !== rank &&
      here.processes !== undefined &&
      places[other]!.processes === here.processes &&
      !isThere(places[other]!.pid),
  );
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
