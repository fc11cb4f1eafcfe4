import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { errnoWords } from "../../data/errno.ts";
import { formatJson } from "../../data/json-numbers.ts";
import { makeFolder } from "../../data/make-folder.ts";
import { syncFolder, writeSynced } from "../../data/synced.ts";
import { CheckpointError, DataError } from "../../errors.ts";
import { attempt } from "../attempt.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, finishedFile } from "./checkpoint-files.ts";
import type { RunIdentity } from "./run-identity.ts";

/** The folder of checkpoints in a model folder. */
export const checkpointFolder = "checkpoints";

/** How many are kept: where the newest is damaged, the run goes on from the one before. */
const kept = 2;

/**
 * The checkpoints of a run: it reserves a place, writes, publishes and retains them. A checkpoint is a folder of its own,
 * written beside and renamed when it is whole, so that what is there is whole unless a disk has damaged it; then its
 * checksums tell.
 */
export class CheckpointStore {
  readonly path: string;

  /** @param folder the model folder */
  constructor(folder: string) {
    this.path = join(folder, checkpointFolder);
  }

  /**
   * The newest checkpoint that is sound; null where there is none.
   * @param onDamaged told of each that is not, and why
   * @throws {DataError} where the folder cannot be read
   */
  async newest(onDamaged: (line: string) => void): Promise<Checkpoint | null> {
    for (const number of (await this.numbers()).toReversed()) {
      try {
        return await this.read(this.placeOf(number));
      } catch (error) {
        if (!(error instanceof CheckpointError)) throw error;
        onDamaged(`${error.message}: it is left out`);
      }
    }
    return null;
  }

  /**
   * Writes a checkpoint, then takes away the older ones but for the last.
   * @throws {DataError} where it cannot be written; those that were there stay
   */
  async write(checkpoint: Checkpoint): Promise<void> {
    const before = await this.numbers();
    const place = this.placeOf((before.at(-1) ?? 0) + 1);
    const fresh = `${place}.${process.pid}.tmp`;
    const contents = await encodeCheckpoint(checkpoint);
    await makeFolder(fresh);
    try {
      for (const [name, bytes] of contents) await writeSynced(join(fresh, name), [bytes]);
      await syncFolder(fresh);
      await rename(fresh, place);
      await syncFolder(this.path);
      for (const number of before.slice(0, 1 - kept)) await this.remove(this.placeOf(number));
    } catch (cause) {
      await rm(fresh, { recursive: true, force: true }).catch(() => {});
      throw new DataError(`${place}: cannot be written: ${errnoWords(cause)}`, { cause });
    }
  }

  /** Writes down that the run is over: trained, scored and reported. The newest checkpoint stays. */
  async finish(identity: RunIdentity): Promise<void> {
    const numbers = await this.numbers();
    for (const number of numbers.slice(0, -1)) await this.remove(this.placeOf(number));
    const path = join(this.path, finishedFile);
    const bytes = new TextEncoder().encode(formatJson(identity));
    await attempt(path, "written", writeSynced(`${path}.tmp`, [bytes]));
    await attempt(path, "written", rename(`${path}.tmp`, path));
  }

  /** The identity of the run that is over; null where none is. */
  async finished(): Promise<RunIdentity | null> {
    const text = await readFile(join(this.path, finishedFile), "utf8").catch(() => null);
    try {
      return text === null ? null : (JSON.parse(text) as RunIdentity);
    } catch {
      return null; // as a killed process may leave it: what follows is done once more
    }
  }

  /** Takes back that the run is over. */
  async reopen(): Promise<void> {
    await this.remove(join(this.path, finishedFile));
  }

  /** Removes what a killed process has left half written. */
  async removeRemains(): Promise<void> {
    for (const name of await this.names())
      if (name.endsWith(".tmp")) await this.remove(join(this.path, name));
  }

  /** Removes all checkpoints. */
  async clear(): Promise<void> {
    await this.remove(this.path);
  }

  private read(place: string): Promise<Checkpoint> {
    const nameOf = (file: string) => join(place, file);
    return decodeCheckpoint({ nameOf, read: (file) => readBytes(nameOf(file)) });
  }

  /** The numbers of the checkpoints, rising. */
  private async numbers(): Promise<number[]> {
    const names = await this.names();
    return names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  private async names(): Promise<string[]> {
    return readdir(this.path).catch((cause: NodeJS.ErrnoException): string[] => {
      if (cause.code === "ENOENT") return [];
      throw new DataError(`${this.path}: cannot be read: ${errnoWords(cause)}`, { cause });
    });
  }

  private placeOf(number: number): string {
    return join(this.path, String(number).padStart(6, "0"));
  }

  private remove(path: string): Promise<void> {
    return attempt(path, "removed", rm(path, { recursive: true, force: true }));
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause) => {
    throw new CheckpointError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
  });
}
