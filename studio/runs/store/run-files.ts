import { formatJson, parseJsonNumbers } from "../../../src/data/json-numbers.ts";
import { CheckpointError } from "../../../src/errors.ts";
import { finishedFile } from "../../../src/jobs/checkpoint/checkpoint-files.ts";
import { encodeModel, formatTokenizer } from "../../../src/model-folder/encode-model.ts";
import { type ModelFiles, modelFiles } from "../../../src/model-folder/files.ts";
import { readDescription, readModel, type SavedModel } from "../../../src/model-folder/read-model.ts";
import type { ModelHistory } from "../../../src/model-folder/record.ts";
import { sha256 } from "../../../src/model-folder/sha256.ts";
import type { Model } from "../../../src/seq2seq/model.ts";
import { tokenizerFromJson } from "../../../src/text/index.ts";
import type { TrainingEvent } from "../../../src/training/events.ts";
import { toldAs } from "../../problems/told.ts";
import { RunProblem } from "../notice.ts";
import type { RunSetup } from "../run-keeper.ts";
import type { Disk } from "./disk.ts";
import { Generations, missing } from "./generations.ts";
import { joined } from "./joined.ts";
import { formatPairs, parsePairs } from "./pair-lines.ts";
import { parseRunRecord, type RunRecord } from "./run-record.ts";
import { createSealed, readSealed, writeSealed } from "./sealed-value.ts";

/** The names in a run's folder. The record is in two files by turns. */
export const runFiles = {
  record: "studio",
  pairs: "train.jsonl",
  dev: "dev.jsonl",
  metrics: modelFiles.metrics,
  source: modelFiles.source,
  target: modelFiles.target,
  checkpoints: "checkpoints",
  /** Of an exported run that is over. */
  finished: `checkpoints/${finishedFile}`,
  model: "model",
  from: "from",
} as const;

/** Whether a path is that of a file of a run. */
export function isRunFile(path: string): boolean {
  return /^(studio\.[ab]\.json|(train|dev|metrics)\.jsonl|(source|target)\.tokenizer\.json|(model|from|checkpoints\/\d+)\/[^/]+)$/.test(
    path,
  );
}

/** Whether a path is that of a run's record: a folder with one was exported here. */
export function isRecordFile(path: string): boolean {
  return /^studio\.[ab]\.json$/.test(path);
}

type StaticFile = (typeof runFiles)["pairs" | "dev" | "source" | "target"];

/** The files of one run. */
export class RunFiles {
  readonly generations: Generations;
  private readonly disk: Disk;
  private readonly path: string;

  constructor(disk: Disk, path: string) {
    this.disk = disk;
    this.path = path;
    this.generations = new Generations(disk, this.at(runFiles.checkpoints));
  }

  /** @returns null where there is no run, or one that was not written to the end of its beginning */
  async record(): Promise<RunRecord | null> {
    const json = await readSealed(this.disk, this.at(runFiles.record));
    if (json === null) return null;
    if (json !== undefined) return parseRunRecord(json);
    const reason = toldAs({ kind: "unreadableRecord", text: "its record cannot be read" });
    throw new RunProblem({ kind: "damaged", reason });
  }

  /** A run is there once this is done. */
  async createRecord(record: RunRecord): Promise<void> {
    await createSealed(this.disk, this.at(runFiles.record), record);
  }

  async writeRecord(record: RunRecord): Promise<void> {
    await writeSealed(this.disk, this.at(runFiles.record), record);
  }

  /** Writes what never changes. @returns what a record says of it */
  async writeStatic({ pairs, dev, source, target, from }: RunSetup): Promise<RunRecord["files"]> {
    if (from !== undefined) await this.writeModelFiles(runFiles.from, from.model, from.history);
    const contents: Readonly<Record<StaticFile, string>> = {
      [runFiles.pairs]: formatPairs(pairs),
      [runFiles.dev]: formatPairs(dev),
      [runFiles.source]: formatTokenizer(source),
      [runFiles.target]: formatTokenizer(target),
    };
    const described: RunRecord["files"] = {};
    for (const [name, text] of Object.entries(contents)) {
      const bytes = new TextEncoder().encode(text);
      await this.disk.write(this.at(name), [bytes]);
      described[name] = { bytes: bytes.length, sha256: await sha256(bytes) };
    }
    return described;
  }

  /** @throws {CheckpointError} where a file is damaged */
  async readSetup(record: RunRecord): Promise<RunSetup> {
    const { name, configuration, task, threads } = record;
    const text = (file: StaticFile) => this.readStatic(record, file);
    const source = tokenizerFromJson(JSON.parse(await text(runFiles.source)));
    const isJoint = configuration.vocabulary === "joint";
    const target = isJoint ? source : tokenizerFromJson(JSON.parse(await text(runFiles.target)));
    const pairs = parsePairs(await text(runFiles.pairs));
    const dev = parsePairs(await text(runFiles.dev));
    const setup = { name, configuration, task, threads, source, target, pairs, dev };
    if (record.from === null) return setup;
    const { model, record: history } = await readModel(this.modelFiles(runFiles.from));
    return { ...setup, from: { name: record.from, model, history } };
  }

  /** @param keep how many bytes of the events stay; what is behind them is replaced */
  async appendEvents(lines: Uint8Array, keep: number): Promise<void> {
    await this.disk.write(this.at(runFiles.metrics), [lines], keep);
  }

  async events(bytes: number): Promise<TrainingEvent[]> {
    const file = await this.disk.read(this.at(runFiles.metrics));
    const text = new TextDecoder().decode(file?.subarray(0, bytes));
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => parseJsonNumbers(line) as TrainingEvent);
  }

  /** The model has no place of its own before the record says that the run is over, so nothing is replaced. */
  async writeModel(model: Model, history: ModelHistory): Promise<void> {
    await this.writeModelFiles(runFiles.model, model, history);
  }

  /** @throws {CheckpointError} where a file is missing or damaged */
  readModel(): Promise<SavedModel> {
    return readModel(this.modelFiles(runFiles.model));
  }

  /** What is known of the model. @throws {CheckpointError} as `readModel` */
  async readHistory(): Promise<ModelHistory> {
    return (await readDescription(this.modelFiles(runFiles.model))).record;
  }

  async writeAsItIs(path: string, bytes: Uint8Array): Promise<void> {
    await this.disk.write(this.at(path), [bytes]);
  }

  /** All files as they are, by path, for a run that cannot be read. */
  async raw(folder = this.path): Promise<Map<string, Uint8Array>> {
    const files = new Map<string, Uint8Array>();
    for (const name of await this.disk.names(folder)) {
      const path = `${folder}/${name}`;
      const bytes = await this.disk.read(path);
      if (bytes !== null) files.set(path.slice(this.path.length + 1), bytes);
      else for (const [inner, content] of await this.raw(path)) files.set(inner, content);
    }
    return files;
  }

  size(): Promise<number> {
    return this.disk.size(this.path);
  }

  remove(): Promise<void> {
    return this.disk.remove(this.path);
  }

  private async writeModelFiles(folder: string, model: Model, history: ModelHistory): Promise<void> {
    const files = await encodeModel(model, history, async (pieces) => sha256(joined(pieces)));
    for (const [name, pieces] of Object.entries(files)) {
      await this.disk.write(this.at(`${folder}/${name}`), pieces);
    }
  }

  private modelFiles(folder: string): ModelFiles {
    const nameOf = (file: string) => `${folder}/${file}`;
    return {
      nameOf,
      read: async (file) => {
        const bytes = await this.disk.read(this.at(nameOf(file)));
        if (bytes !== null) return bytes;
        throw missing(nameOf(file));
      },
    };
  }

  private async readStatic({ files }: RunRecord, name: StaticFile): Promise<string> {
    const bytes = await this.disk.read(this.at(name));
    const expected = files[name];
    const isSound =
      bytes !== null && bytes.length === expected?.bytes && (await sha256(bytes)) === expected.sha256;
    if (isSound) return new TextDecoder().decode(bytes);
    if (bytes === null) throw missing(name);
    const text = `${name}: it is not what was written`;
    throw new CheckpointError({ kind: "damagedFile", text, file: name });
  }

  private at(name: string): string {
    return `${this.path}/${name}`;
  }
}

/** Events as lines of the log; those that depend on the machine alone are not logged. */
export function eventLines(events: readonly TrainingEvent[]): Uint8Array {
  const logged = events.filter(({ event }) => event !== "progress" && event !== "resume");
  return new TextEncoder().encode(logged.map((event) => `${formatJson(event)}\n`).join(""));
}
