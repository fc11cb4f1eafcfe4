import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Whether no process of this machine has the number. */
export function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/**
 * The files and folders beside a path that are called as it is, with a process number and more behind it, where that
 * process is dead: what it has left, killed.
 * @param ending what stands behind the name: a pattern whose first group is the number
 */
export async function remainsBeside(path: string, ending: RegExp): Promise<string[]> {
  const folder = dirname(path);
  const names = await readdir(folder).catch((): string[] => []);
  const own = names.filter((name) => join(folder, name).startsWith(path));
  return own
    .map((name) => join(folder, name))
    .filter((one) => {
      const pid = ending.exec(one.slice(path.length))?.[1];
      return pid !== undefined && isDead(Number(pid));
    });
}

/** Removes what killed processes have left beside a path. */
export async function removeRemains(path: string, ending: RegExp): Promise<void> {
  for (const remains of await remainsBeside(path, ending))
    await rm(remains, { recursive: true, force: true });
}
