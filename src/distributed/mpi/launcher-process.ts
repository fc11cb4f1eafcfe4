import { readFileSync } from "node:fs";

/** Names of Open MPI's launcher; on the other hosts its daemons stand there, which end when they lose it. */
const names = /^(mpirun|mpiexec|orterun|prterun)/;

/** The process of Open MPI's launcher, if it runs on this host: the nearest ancestor of that name. Linux only. */
export function launcherProcess(): number | undefined {
  for (let pid = process.ppid; pid > 1; ) {
    const process = aboutProcess(pid);
    if (process === undefined) return undefined;
    if (names.test(process.name)) return pid;
    pid = process.parent;
  }
  return undefined;
}

/** /proc/PID/stat: "PID (NAME) STATE PARENT …"; a name may hold spaces and brackets. */
function aboutProcess(pid: number): { readonly name: string; readonly parent: number } | undefined {
  try {
    const [, name, parent] = /\((.*)\) \S+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))!;
    return { name: name!, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
