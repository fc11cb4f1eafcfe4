import { open, readFile, rename, rm, rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { isDead } from "../data/dead-process.ts";
import { errnoWords } from "../data/errno.ts";
import { makeFolder } from "../data/make-folder.ts";
import { ConfigError, DataError } from "../errors.ts";

/** The file that says who writes into a folder. */
export const lockFile = "henkan.lock";

const ownerSchema = z.object({
  /** What the owner does, such as "training". */
  work: z.string(),
  pid: z.int(),
  host: z.string(),
  /** When the process began, in clock ticks since the machine's start; null where the system does not say. */
  began: z.string().nullable(),
});

type Owner = z.infer<typeof ownerSchema>;

/**
 * Does something in a folder while no other process may write there, see `withLock`.
 */
export function withFolderLock<T>(folder: string, work: string, action: () => Promise<T>): Promise<T> {
  return withLock(join(folder, lockFile), work, action);
}

/**
 * Does something while no other process does it: a second one is refused. The lock of a process that is dead holds nobody
 * up.
 * @param path the file that says who it is; its folder is created where it is missing, and removed where nothing else was
 * left in it
 * @param work what is done, for the message of whoever comes second
 * @throws {ConfigError} where another process does it: it names the process and its host
 * @throws {DataError} where the lock cannot be written
 */
export async function withLock<T>(path: string, work: string, action: () => Promise<T>): Promise<T> {
  const owner: Owner = { work, pid: process.pid, host: hostname(), began: await beginOf(process.pid) };
  const created = await makeFolder(dirname(path));
  await acquire(path, owner);
  try {
    return await action();
  } finally {
    await rm(path, { force: true }).catch(() => {}); // the work is done, and a dead owner holds nobody up
    await removeEmpty(dirname(path), created);
  }
}

/** Removes folders that were made for an action which then left nothing in them. */
async function removeEmpty(folder: string, outermost: string | undefined): Promise<void> {
  if (outermost === undefined) return;
  for (let path = resolve(folder); path.startsWith(resolve(outermost)); path = dirname(path)) {
    if (
      !(await rmdir(path).then(
        () => true,
        () => false,
      ))
    )
      return;
  }
}

async function acquire(path: string, owner: Owner): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    if (await create(path, owner)) return;
    const holder = await readOwner(path);
    if (holder === undefined) continue; // it has just been given back
    if (holder !== "damaged" && (await isAlive(holder))) {
      throw new ConfigError(
        `${path}: ${holder.work} is going on there, by process ${holder.pid} on ${holder.host}: wait for its ` +
          "end, or name another folder as out; if that process is gone, remove the file",
      );
    }
    await rename(path, `${path}.${process.pid}.tmp`).catch(() => {}); // of two that see the same dead owner one gets it
    await rm(`${path}.${process.pid}.tmp`, { force: true });
  }
  throw new ConfigError(`${path}: other processes take and leave this folder all the time: name another one`);
}

/** @returns false where the lock is there already */
async function create(path: string, owner: Owner): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    try {
      await file.writeFile(`${JSON.stringify(owner)}\n`);
    } finally {
      await file.close();
    }
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new DataError(`${path}: cannot be written: ${errnoWords(cause)}`, { cause });
  }
}

/** Undefined where there is no lock; "damaged" where its owner was killed while writing it. */
async function readOwner(path: string): Promise<Owner | "damaged" | undefined> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
  });
  if (text === undefined) return undefined;
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return "damaged";
  }
}

/** A process of another machine counts as alive: nobody here can tell. */
async function isAlive({ pid, host, began }: Owner): Promise<boolean> {
  if (host !== hostname()) return true;
  if (isDead(pid)) return false;
  return began === (await beginOf(pid)); // else its number belongs to another process now
}

/** When a process began, of Linux: the 22nd field of its stat; the second may have spaces, in parentheses. */
async function beginOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}
