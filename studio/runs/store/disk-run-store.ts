import type { TrainingEvent } from "../../../src/training/events.ts";
import { toldAs } from "../../problems/told.ts";
import { type RunNotice, RunProblem } from "../notice.ts";
import type { OpenedRun, RunKeeper, RunSetup, RunStore, RunSummary, SavedRun } from "../run-keeper.ts";
import type { Disk } from "./disk.ts";
import { DiskRunKeeper, type KeeperSetup, type KeptFolder, type Rescue } from "./disk-run-keeper.ts";
import {
  type ImportedModel,
  type StoppedRun,
  writeExportedRun,
  writeImportedModel,
  writeStoppedRun,
} from "./imported-run.ts";
import { newHistory, type ReadRun, readRun } from "./read-run.ts";
import { RunFiles } from "./run-files.ts";
import { lockedRuns, lockRun } from "./run-lock.ts";
import { type RunRecord, recordFormat } from "./run-record.ts";
import { identityOf } from "./setup-identity.ts";
import { summaryOf } from "./summary.ts";

const root = "runs";

export interface DiskRunStoreOptions {
  readonly lasting: RunStore["lasting"];
  /** Takes trained models that cannot be written. */
  readonly rescue?: Rescue | undefined;
  /** The least time between two saves of a run, in seconds (default 10). */
  readonly seconds?: number | undefined;
}

/** Runs in folders of a disk. */
export class DiskRunStore implements RunStore {
  readonly lasting: RunStore["lasting"];
  private readonly disk: Disk;
  private readonly options: DiskRunStoreOptions;

  constructor(disk: Disk, options: DiskRunStoreOptions) {
    this.disk = disk;
    this.lasting = options.lasting;
    this.options = options;
  }

  async has(id: string): Promise<boolean> {
    return (await this.disk.names(root)).includes(id);
  }

  async list(): Promise<readonly RunSummary[]> {
    const ids = await this.disk.names(root);
    const busy = await lockedRuns(ids);
    const summaries = await Promise.all(
      ids.map(async (id) => {
        const summary = await summaryOf(id, this.files(id), { busy: busy.has(id), place: this.place });
        // A tab that was closed while a run began has left it.
        if (summary === null && !busy.has(id)) await this.files(id).remove();
        return summary;
      }),
    );
    return summaries
      .filter((summary) => summary !== null)
      .sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : a.id < b.id ? 1 : -1));
  }

  async create(setup: RunSetup, onNotice: (notice: RunNotice) => void): Promise<RunKeeper> {
    return this.begin(async (id, files, release) => {
      const { name, task, threads, configuration, from } = setup;
      const written = await files.writeStatic(setup);
      await files.createRecord({
        ...{ format: recordFormat, name, task, threads, configuration, files: written },
        from: from?.name ?? null,
        ...{ created: new Date().toISOString(), ended: null, trained: true, metricsBytes: 0 },
      });
      const before = { history: newHistory(setup), metricsBytes: 0, update: 0 };
      return new DiskRunKeeper({ ...(await this.keeperSetup(setup)), id, files, before, onNotice, release });
    });
  }

  async resume(id: string, threads: number, onNotice: (notice: RunNotice) => void): Promise<OpenedRun> {
    const release = await this.lock(id);
    try {
      const files = this.files(id);
      const { run, folder } = await this.open(id);
      const problem = run.notices.find(({ kind }) => kind === "cannotGoOn");
      if (problem !== undefined) throw new RunProblem(problem);
      if (run.summary.state !== "stopped") {
        const reason = toldAs({ kind: "trainingOver", text: "its training is over" });
        throw new RunProblem({ kind: "cannotGoOn", reason });
      }
      const { history, metricsBytes } = folder ?? { history: run.history, metricsBytes: 0 };
      const before = { history, metricsBytes, update: run.state?.counters.update ?? 0 };
      const setup = await this.keeperSetup(run.setup);
      const keeper = new DiskRunKeeper({ ...setup, id, files, before, onNotice, release });
      const wasWith = run.setup.threads;
      const others: RunNotice[] =
        wasWith === threads ? [] : [{ kind: "otherThreads", before: wasWith, now: threads }];
      return { keeper, run: { ...run, notices: [...run.notices, ...others] } };
    } catch (error) {
      release();
      throw error;
    }
  }

  async read(id: string): Promise<SavedRun> {
    return (await this.open(id)).run;
  }

  async events(id: string): Promise<readonly TrainingEvent[]> {
    const files = this.files(id);
    const { ended, metricsBytes } = await this.record(id);
    if (ended !== null) return files.events(metricsBytes);
    const folder = (await files.generations.newestCounters(() => {}))?.folder as KeptFolder | undefined;
    return files.events(folder?.metricsBytes ?? 0);
  }

  async rename(id: string, name: string): Promise<void> {
    await this.files(id).writeRecord({ ...(await this.record(id)), name });
  }

  async delete(id: string): Promise<void> {
    const release = await this.lock(id);
    try {
      await this.files(id).remove();
    } finally {
      release();
    }
  }

  /** Keeps a model that was made elsewhere. @returns its id */
  add(imported: ImportedModel): Promise<string> {
    return this.take((files) => writeImportedModel(files, imported));
  }

  /** Keeps a run that the command line began. @returns its id */
  addStopped(run: StoppedRun): Promise<string> {
    return this.take((files) => writeStoppedRun(files, run));
  }

  /** Keeps a run that was exported as files. @throws {RunProblem} where they are none, or damaged */
  addRun(contents: ReadonlyMap<string, Uint8Array>): Promise<string> {
    return this.take((files) => writeExportedRun(files, contents));
  }

  /** The files of a run as they are. */
  raw(id: string): Promise<Map<string, Uint8Array>> {
    return this.files(id).raw();
  }

  /** Makes a run in a folder of its own, which is locked meanwhile; nothing is left of it where that fails. */
  private async begin<T>(make: (id: string, files: RunFiles, release: () => void) => Promise<T>): Promise<T> {
    const id = newId();
    const files = this.files(id);
    const release = await this.lock(id);
    try {
      return await make(id, files, release);
    } catch (error) {
      await files.remove().catch(() => {}); // the error is thrown already
      release();
      throw error;
    }
  }

  /** Makes a run of what was made elsewhere, which must be readable then. @returns its id */
  private take(write: (files: RunFiles) => Promise<void>): Promise<string> {
    return this.begin(async (id, files, release) => {
      await write(files);
      await this.read(id);
      release();
      return id;
    });
  }

  private get place(): RunSummary["place"] {
    return this.lasting === true ? "browser" : "memory";
  }

  private files(id: string): RunFiles {
    return new RunFiles(this.disk, `${root}/${id}`);
  }

  private async record(id: string): Promise<RunRecord> {
    const record = await this.files(id).record();
    if (record === null) throw new RunProblem({ kind: "notThere" });
    return record;
  }

  private async lock(id: string): Promise<() => void> {
    const release = await lockRun(id);
    if (release === null) throw new RunProblem({ kind: "busy" });
    return release;
  }

  private open(id: string): Promise<ReadRun> {
    return readRun(id, this.files(id), this.place);
  }

  private async keeperSetup(
    setup: RunSetup,
  ): Promise<Pick<KeeperSetup, "name" | "identity" | "devSentences" | "lasting" | "seconds" | "rescue">> {
    const { name, dev } = setup;
    const { seconds, rescue } = this.options;
    const identity = await identityOf(setup);
    const devSentences = new Set(dev.map(({ source }) => source)).size;
    return { name, identity, devSentences, lasting: this.lasting === true, seconds, rescue };
  }
}

/** `crypto.randomUUID` is not there over plain http. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
