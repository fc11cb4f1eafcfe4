import { closeSync, openSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { errnoWords } from "../data/errno.ts";
import { formatJson, parseJsonNumbers } from "../data/json-numbers.ts";
import { DataError } from "../errors.ts";
import type { TrainingEvent } from "../training/events.ts";

/** Updates are written at most this often; a bar on the terminal wants them more often than a file does. */
const secondsBetweenUpdates = 1;

/** Writes a run's events to a file as they come, one JSON object a line. */
export class MetricsLog {
  private readonly path: string;
  private readonly descriptor: number;
  private lastUpdate = Number.NEGATIVE_INFINITY;

  /** @throws {DataError} where the file cannot be written */
  constructor(path: string) {
    this.path = path;
    this.descriptor = this.attempt(() => openSync(path, "w"));
  }

  /** @throws {DataError} where the file cannot be written: the disk is full */
  append(event: TrainingEvent): void {
    if (event.event === "update") {
      if (event.seconds - this.lastUpdate < secondsBetweenUpdates) return;
      this.lastUpdate = event.seconds;
    }
    // Unlike writeSync, it goes on after a short write.
    this.attempt(() => writeFileSync(this.descriptor, `${formatJson(event)}\n`));
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
