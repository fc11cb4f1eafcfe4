import { closeSync, fsyncSync, openSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { errnoWords } from "../data/errno.ts";
import { formatJson, parseJsonNumbers } from "../data/json-numbers.ts";
import { CheckpointError, DataError } from "../errors.ts";
import type { TrainingEvent } from "../training/events.ts";

/** Writes a run's events to a file as they come, one JSON object a line. */
export class MetricsLog {
  readonly path: string;
  private readonly descriptor: number;
  private written = 0;

  /**
   * @param bytes how much of the file is kept; what is behind it is written anew (default: nothing is kept)
   * @throws {CheckpointError} where the file has less
   * @throws {DataError} where the file cannot be written
   */
  constructor(path: string, bytes = 0) {
    this.path = path;
    this.written = bytes;
    if (bytes > 0) {
      const { size } = this.attempt(() => statSync(path));
      if (size < bytes) {
        throw new CheckpointError(
          `${path}: ${size} bytes, expected ${bytes} by the run's checkpoint: train anew with restart`,
        );
      }
      this.attempt(() => truncateSync(path, bytes));
    }
    this.descriptor = this.attempt(() => openSync(path, bytes > 0 ? "a" : "w"));
  }

  /** How much of the file is on the disk after this, in bytes. */
  sync(): number {
    this.attempt(() => fsyncSync(this.descriptor));
    return this.written;
  }

  /** @throws {DataError} where the file cannot be written: the disk is full */
  append(event: TrainingEvent): void {
    if (event.event === "progress" || event.event === "resume") return;
    // Unlike writeSync, it goes on after a short write.
    const line = Buffer.from(`${formatJson(event)}\n`);
    this.attempt(() => writeFileSync(this.descriptor, line));
    this.written += line.length;
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (cause) {
      throw new DataError(`${this.path}: cannot be written: ${errnoWords(cause)}`, { cause });
    }
  }
}

/** Reads what a `MetricsLog` wrote. */
export async function readMetrics(path: string): Promise<TrainingEvent[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return lines.filter((line) => line !== "").map((line) => parseJsonNumbers(line) as TrainingEvent);
}
