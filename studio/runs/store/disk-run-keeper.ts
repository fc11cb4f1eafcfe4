import type { RunIdentity } from "../../../src/jobs/checkpoint/run-identity.ts";
import { nextHistory } from "../../../src/jobs/run-history.ts";
import type { ModelHistory } from "../../../src/model-folder/record.ts";
import type { TrainingEvent } from "../../../src/training/events.ts";
import type { Pause, TrainResult } from "../../../src/training/train.ts";
import { toldOf } from "../../problems/told.ts";
import type { RunNotice } from "../notice.ts";
import type { RunKeeper } from "../run-keeper.ts";
import { DiskFullError } from "./disk.ts";
import type { ImportedModel } from "./imported-run.ts";
import { eventLines, type RunFiles } from "./run-files.ts";
import type { RunRecord } from "./run-record.ts";

/** What a run's folder has beside the state, in each of its checkpoints. */
export interface KeptFolder {
  readonly history: ModelHistory;
  /** How much of the events the run had written, in bytes. */
  readonly metricsBytes: number;
  /** ISO 8601; undefined where the command line has saved it. */
  readonly saved?: string | undefined;
}

export interface KeeperSetup {
  readonly id: string;
  readonly name: string;
  readonly lasting: boolean;
  readonly files: RunFiles;
  readonly identity: RunIdentity;
  readonly devSentences: number;
  readonly before: Pick<KeptFolder, "history" | "metricsBytes"> & { readonly update: number };
  readonly onNotice: (notice: RunNotice) => void;
  readonly release: () => void;
  /** Takes a trained model that could not be written. */
  readonly rescue?: Rescue | undefined;
  /** The least time between two saves, in seconds (default 10). */
  readonly seconds?: number | undefined;
}

export type Rescue = (trained: ImportedModel) => Promise<unknown>;

/** Saving takes at most this share of the time. */
const mostShare = 0.05;

/** Keeps a run in files, as `Checkpointer` does for the command line: it waits for no longer than a copy takes. */
export class DiskRunKeeper implements RunKeeper {
  readonly id: string;
  readonly lasting: boolean;
  private readonly setup: KeeperSetup;
  private readonly leastSeconds: number;
  private history: ModelHistory;
  /** How much of the events is in the file and belongs to the newest save; those that came after it. */
  private metricsBytes: number;
  private events: TrainingEvent[] = [];
  private savedUpdate: number;
  private nextTime: number;
  private isWanted = false;
  private isFailing = false;
  private writing: Promise<void> | undefined;

  constructor(setup: KeeperSetup) {
    this.setup = setup;
    ({ id: this.id, lasting: this.lasting } = setup);
    ({ history: this.history, metricsBytes: this.metricsBytes, update: this.savedUpdate } = setup.before);
    this.leastSeconds = setup.seconds ?? 10;
    this.nextTime = performance.now() + 1000 * Math.min(1, this.leastSeconds); // the first soon
  }

  onEvent(event: TrainingEvent): void {
    this.history = nextHistory(this.history, event, this.setup.devSentences);
    this.events.push(event);
  }

  saveSoon(): void {
    this.isWanted = true;
  }

  async onPause(pause: Pause): Promise<void> {
    const isLast = pause.at === "end" || pause.at === "interruption";
    if (!isLast && !this.isWanted && performance.now() < this.nextTime) return;
    if (isLast || this.isWanted) await this.writing;
    if (this.writing !== undefined) return;
    this.isWanted = false;
    this.writing = this.save(pause).finally(() => {
      this.writing = undefined;
    });
    if (isLast) await this.writing;
  }

  async finish({ model, reason }: Pick<TrainResult, "model" | "reason">): Promise<void> {
    await this.writing;
    if (reason === "interrupted") return;
    const { files, name, rescue, onNotice } = this.setup;
    const isWritten = await this.attempt(this.history.training.updates, async () => {
      const metricsBytes = await this.writeEvents(this.events);
      await files.writeModel(model, this.history);
      const record = (await files.record())!; // its name may have changed
      const ended: RunRecord = { ...record, metricsBytes, ended: new Date().toISOString() };
      await files.writeRecord(ended);
      await files.generations.clear();
    });
    if (isWritten || rescue === undefined) return;
    const events = [...(await files.events(this.metricsBytes)), ...this.events];
    await rescue({ name, model, history: this.history, events });
    onNotice({ kind: "rescued" });
  }

  async close(): Promise<void> {
    await this.writing;
    this.setup.release();
  }

  /** What is copied is copied before the first wait: updates go on meanwhile. */
  private async save(pause: Pause): Promise<void> {
    const { files, identity } = this.setup;
    const state = pause.copyState();
    const { history } = this;
    const events = [...this.events];
    const begin = performance.now();
    await this.attempt(pause.update, async () => {
      const metricsBytes = await this.writeEvents(events);
      const folder: KeptFolder = { history, metricsBytes, saved: new Date().toISOString() };
      await files.generations.write({ identity, state, folder });
      this.metricsBytes = metricsBytes;
      this.events = this.events.slice(events.length);
    });
    const took = performance.now() - begin;
    this.nextTime = performance.now() + Math.max(1000 * this.leastSeconds, took / mostShare);
  }

  /** Writes the events since the newest save behind those before it. @returns how much there is then */
  private async writeEvents(events: readonly TrainingEvent[]): Promise<number> {
    const lines = eventLines(events);
    await this.setup.files.appendEvents(lines, this.metricsBytes);
    return this.metricsBytes + lines.length;
  }

  /** A disk that is full is told once, and again when there is room. */
  private async attempt(update: number, write: () => Promise<void>): Promise<boolean> {
    const { onNotice } = this.setup;
    try {
      await write();
      this.savedUpdate = update;
      if (this.isFailing) onNotice({ kind: "savedAgain", update });
      this.isFailing = false;
      return true;
    } catch (error) {
      if (!this.isFailing) onNotice(noticeOf(error, this.savedUpdate));
      this.isFailing = true;
      return false;
    }
  }
}

/** Why something was not written. */
export function noticeOf(error: unknown, update: number): RunNotice {
  if (error instanceof DiskFullError) return { kind: "full", update };
  return { kind: "unwritable", update, reason: toldOf(error) };
}
