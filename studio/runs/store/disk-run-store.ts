import { fingerprint } from "../../../src/data/index.ts";
import { HenkanError } from "../../../src/errors.ts";
import { runIdentity } from "../../../src/jobs/checkpoint/run-identity.ts";
import { startOfHistory } from "../../../src/jobs/run-history.ts";
import type { ModelHistory } from "../../../src/model-folder/record.ts";
import type { Model } from "../../../src/seq2seq/model.ts";
import type { TrainingEvent } from "../../../src/training/events.ts";
import { henkanVersion } from "../../../src/version.ts";
import { type RunNotice, RunProblem } from "../notice.ts";
import type { OpenedRun, RunKeeper, RunSetup, RunStore, RunSummary, SavedRun } from "../run-keeper.ts";
import type { Disk } from "./disk.ts";
import { DiskRunKeeper, type KeeperSetup, type KeptFolder } from "./disk-run-keeper.ts";
import { modelOfState } from "./model-of-state.ts";
import { eventLines, isRunFile, RunFiles } from "./run-files.ts";
import { lockedRuns, lockRun } from "./run-lock.ts";
import { type RunRecord, recordFormat } from "./run-record.ts";
import { summaryOf } from "./summary.ts";

const root = "runs";

export interface DiskRunStoreOptions {
  readonly lasting: RunStore["lasting"];
  /** The least time between two saves of a run, in seconds (default 10). */
  readonly seconds?: number | undefined;
}

/** Runs in folders of a disk. */
export class DiskRunStore implements RunStore {
  readonly lasting: RunStore["lasting"];
  private readonly disk: Disk;
  private readonly seconds: number | undefined;

  constructor(disk: Disk, { lasting, seconds }: DiskRunStoreOptions) {
    this.disk = disk;
    this.lasting = lasting;
    this.seconds = seconds;
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
    const id = newId();
    const files = this.files(id);
    const release = await this.lock(id);
    try {
      const { name, task, threads, configuration } = setup;
      const written = await files.writeStatic(setup);
      await files.createRecord({
        ...{ format: recordFormat, name, task, threads, configuration, files: written },
        ...{ created: new Date().toISOString(), ended: null, trained: true, metricsBytes: 0 },
      });
      const { pairs, dev } = setup;
      const history = startOfHistory({
        pairs,
        dev,
        heldOut: false,
        test: null,
        skipped: { blank: 0, empty: 0 },
      });
      const before = { history, metricsBytes: 0, update: 0 };
      return new DiskRunKeeper({ ...(await this.keeperSetup(setup)), id, files, before, onNotice, release });
    } catch (error) {
      await files.remove().catch(() => {}); // the error is thrown already
      release();
      throw error;
    }
  }

  async resume(id: string, threads: number, onNotice: (notice: RunNotice) => void): Promise<OpenedRun> {
    const release = await this.lock(id);
    try {
      const files = this.files(id);
      const { run, folder } = await this.open(id);
      const problem = run.notices.find(({ kind }) => kind === "cannotGoOn");
      if (problem !== undefined) throw new RunProblem(problem);
      if (run.summary.state !== "stopped") {
        throw new RunProblem({ kind: "cannotGoOn", reason: "its training is over" });
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
  async add(
    model: Model,
    history: ModelHistory,
    { name, events }: { readonly name: string; readonly events: readonly TrainingEvent[] },
  ): Promise<string> {
    const id = newId();
    const files = this.files(id);
    const { configuration } = model;
    const now = new Date().toISOString();
    const lines = eventLines(events);
    try {
      await files.appendEvents(lines, 0);
      await files.writeModel(model, history);
      await files.createRecord({
        ...{ format: recordFormat, name, task: null, threads: 0, configuration, files: {} },
        ...{ created: now, ended: now, trained: false, metricsBytes: lines.length },
      });
    } catch (error) {
      await files.remove().catch(() => {}); // the error is thrown already
      throw error;
    }
    return id;
  }

  /** Keeps a run that was exported as files. @throws {RunProblem} where they are none, or damaged */
  async addRun(contents: ReadonlyMap<string, Uint8Array>): Promise<string> {
    const id = newId();
    try {
      for (const [path, bytes] of contents)
        if (isRunFile(path)) await this.disk.write(`${root}/${id}/${path}`, [bytes]);
      await this.read(id);
    } catch (error) {
      await this.files(id)
        .remove()
        .catch(() => {}); // the error is thrown already
      throw error;
    }
    return id;
  }

  /** The files of a run as they are. */
  raw(id: string): Promise<Map<string, Uint8Array>> {
    return this.files(id).raw();
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

  private async open(id: string): Promise<{ run: SavedRun; folder: KeptFolder | undefined }> {
    const files = this.files(id);
    const record = await this.record(id);
    const summary = (await summaryOf(id, files, { busy: false, place: this.place }))!;
    if (record.ended !== null) return this.openModel(files, record, summary);
    const notices: RunNotice[] = [];
    const checkpoint = await files.generations.newest((reason) => {
      notices.push({ kind: "passedOver", reason });
    });
    const folder = checkpoint?.folder as KeptFolder | undefined;
    const setup = await orDamaged(files.readSetup(record));
    const before = checkpoint?.identity.henkan ?? henkanVersion;
    if (before !== henkanVersion) notices.push({ kind: "otherVersion", before, now: henkanVersion });
    const { pairs, dev } = setup;
    const fresh = { pairs, dev, heldOut: false, test: null, skipped: { blank: 0, empty: 0 } };
    const run: SavedRun = {
      ...{ summary, setup, notices, state: checkpoint?.state },
      events: await files.events(folder?.metricsBytes ?? 0),
      model: modelOfState(setup, checkpoint?.state),
      history: folder?.history ?? startOfHistory(fresh),
    };
    return { run, folder };
  }

  /** A run that is over, or a model from elsewhere. */
  private async openModel(files: RunFiles, record: RunRecord, summary: RunSummary) {
    const { model, record: history } = await orDamaged(files.readModel());
    const notices: RunNotice[] = [];
    const { name, task, threads, configuration } = record;
    const { source, target } = model;
    const bare: RunSetup = { name, task, threads, configuration, source, target, pairs: [], dev: [] };
    const setup = record.trained
      ? await files.readSetup(record).catch((error) => {
          notices.push({ kind: "cannotGoOn", reason: messageOf(error) });
          return bare;
        })
      : bare;
    const events = await files.events(record.metricsBytes);
    const run: SavedRun = { summary, setup, notices, state: undefined, events, model, history };
    return { run, folder: undefined };
  }

  private async keeperSetup(
    setup: RunSetup,
  ): Promise<Pick<KeeperSetup, "identity" | "devSentences" | "lasting" | "seconds">> {
    const { configuration, source, target, pairs, dev } = setup;
    const identity = await runIdentity({
      ...{ configuration, dev, test: null, from: undefined },
      corpus: { source, target },
      pairs: fingerprint(pairs),
    });
    const devSentences = new Set(dev.map(({ source }) => source)).size;
    return { identity, devSentences, lasting: this.lasting === true, seconds: this.seconds };
  }
}

/** `crypto.randomUUID` is not there over plain http. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** @throws {RunProblem} that says what is damaged */
async function orDamaged<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new RunProblem({ kind: "damaged", reason: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof HenkanError || error instanceof Error ? error.message : String(error);
}
