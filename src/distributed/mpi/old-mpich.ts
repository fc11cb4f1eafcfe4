import { readSync, writeSync } from "node:fs";

/**
 * MPICH before 4.2 may wait in MPI_Finalize for ever if its ranks are on several hosts that TCP connects: a rank that has
 * closed its connections waits in a barrier of the launcher, where it does not answer those that still close theirs
 * (https://github.com/pmodels/mpich/pull/6596). Of twelve jobs over two and three hosts, with MPICH 4.0.2, five did not end.
 */
export function finalizeMayHang(version: string, hosts: readonly string[]): boolean {
  const [, major, minor] = /^MPICH (\d+)\.(\d+)/.exec(version) ?? [];
  const old = major !== undefined && Number(major) * 100 + Number(minor) < 402;
  return old && new Set(hosts).size > 1;
}

/**
 * Tells MPICH's launcher that this rank has come to its end, as MPI_Finalize does at last: a line of PMI, version 1, on a
 * socket that the launcher names.
 * @returns whether the launcher has heard it
 */
export function leaveLauncher(env: NodeJS.ProcessEnv = process.env): boolean {
  const socket = Number(env.PMI_FD ?? "");
  if (!(socket > 2)) return false;
  try {
    writeSync(socket, "cmd=finalize\n");
    const answer = Buffer.alloc(1024);
    return answer.toString("latin1", 0, readSync(socket, answer)).startsWith("cmd=finalize_ack");
  } catch {
    return false;
  }
}
