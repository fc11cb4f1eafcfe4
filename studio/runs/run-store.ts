import type { TrainingEvent } from "../../src/training/events.ts";
import { toldOf } from "../problems/told.ts";
import { type RunNotice, RunProblem } from "./notice.ts";
import type { OpenedRun, RunKeeper, RunSetup, RunStore, RunSummary, SavedRun } from "./run-keeper.ts";
import { ServedModels } from "./served-models.ts";
import type { Disk } from "./store/disk.ts";
import { noticeOf, type Rescue } from "./store/disk-run-keeper.ts";
import { DiskRunStore } from "./store/disk-run-store.ts";
import type { ImportedModel, StoppedRun } from "./store/imported-run.ts";
import { MemoryDisk } from "./store/memory-disk.ts";
import { OriginDisk } from "./store/origin-disk.ts";

let opened: Promise<BrowserRunStore> | undefined;

/** The runs of this origin. In the worker; the same store at every call. */
export function openRunStore(): Promise<BrowserRunStore> {
  opened ??= open();
  return opened;
}

async function open(): Promise<BrowserRunStore> {
  const served = new ServedModels(new URL("models/", self.location.href));
  try {
    const disk = await OriginDisk.open("henkan-studio");
    return new BrowserRunStore(disk, served);
  } catch (error) {
    return new BrowserRunStore({ because: { kind: "noStore", reason: toldOf(error) } }, served);
  }
}

/**
 * Runs in the origin's private file system, and in this tab's memory where there is none, or where it has no room for a
 * new run: training goes on in any case.
 */
export class BrowserRunStore implements RunStore {
  readonly lasting: RunStore["lasting"];
  private readonly memory: DiskRunStore;
  private readonly origin: DiskRunStore | null;
  private readonly served: ServedModels;

  constructor(origin: Disk | { readonly because: RunNotice }, served: ServedModels) {
    this.served = served;
    this.lasting = "because" in origin ? origin : true;
    const because: RunNotice = "because" in origin ? origin.because : { kind: "full", update: 0 };
    const memory = new DiskRunStore(new MemoryDisk(), { lasting: { because } });
    const rescue: Rescue = (trained) => memory.add(trained);
    this.memory = memory;
    this.origin = "because" in origin ? null : new DiskRunStore(origin, { lasting: true, rescue });
  }

  async list(): Promise<readonly RunSummary[]> {
    const all = await Promise.all([this.memory.list(), this.origin?.list() ?? [], this.served.list()]);
    return all.flat();
  }

  async create(setup: RunSetup, onNotice: (notice: RunNotice) => void): Promise<RunKeeper> {
    return this.attempt((store) => store.create(setup, onNotice), onNotice);
  }

  async resume(id: string, threads: number, onNotice: (notice: RunNotice) => void): Promise<OpenedRun> {
    return (await this.storeOf(id)).resume(id, threads, onNotice);
  }

  async read(id: string): Promise<SavedRun> {
    if (this.served.has(id)) return this.served.read(id);
    return (await this.storeOf(id)).read(id);
  }

  async events(id: string): Promise<readonly TrainingEvent[]> {
    if (this.served.has(id)) return this.served.events(id);
    return (await this.storeOf(id)).events(id);
  }

  async rename(id: string, name: string): Promise<void> {
    await (await this.storeOf(id)).rename(id, name);
  }

  async delete(id: string): Promise<void> {
    await (await this.storeOf(id)).delete(id);
  }

  /** Keeps a model that was made elsewhere. @returns its id */
  add(imported: ImportedModel, onNotice: (notice: RunNotice) => void): Promise<string> {
    return this.attempt((store) => store.add(imported), onNotice);
  }

  /** Keeps a run that the command line began. @returns its id */
  addStopped(run: StoppedRun, onNotice: (notice: RunNotice) => void): Promise<string> {
    return this.attempt((store) => store.addStopped(run), onNotice);
  }

  /** Keeps a run that was exported as files. @returns its id */
  addRun(contents: ReadonlyMap<string, Uint8Array>, onNotice: (notice: RunNotice) => void): Promise<string> {
    return this.attempt((store) => store.addRun(contents), onNotice);
  }

  /** The files of a run as they are. */
  async raw(id: string): Promise<Map<string, Uint8Array>> {
    return (await this.storeOf(id)).raw(id);
  }

  private async attempt<T>(
    make: (store: DiskRunStore) => Promise<T>,
    onNotice: (notice: RunNotice) => void,
  ): Promise<T> {
    if (this.origin === null) {
      if (this.lasting !== true) onNotice(this.lasting.because);
      return make(this.memory);
    }
    try {
      return await make(this.origin);
    } catch (error) {
      if (error instanceof RunProblem) throw error;
      onNotice(noticeOf(error, 0));
      return make(this.memory);
    }
  }

  private async storeOf(id: string): Promise<DiskRunStore> {
    if (this.origin === null || (await this.memory.has(id))) return this.memory;
    return this.origin;
  }
}
