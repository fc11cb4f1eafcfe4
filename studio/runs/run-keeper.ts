import type { Configuration } from "../../src/configuration/configuration.ts";
import type { Pair } from "../../src/data/index.ts";
import type { ModelHistory } from "../../src/model-folder/record.ts";
import type { Model } from "../../src/seq2seq/model.ts";
import type { Tokenizer } from "../../src/text/index.ts";
import type { TrainingEvent } from "../../src/training/events.ts";
import type { Pause, TrainResult } from "../../src/training/train.ts";
import type { TrainingState } from "../../src/training/training-state.ts";
import type { RunNotice } from "./notice.ts";

/** What a run is made of: with it and a state the run goes on. */
export interface RunSetup {
  readonly name: string;
  /** With the kinds of tokenizers that were chosen. */
  readonly configuration: Configuration;
  /** Those of the encoded corpus: `encodeCorpus(configuration, pairs, { tokenizers: { source, target } })`. */
  readonly source: Tokenizer;
  readonly target: Tokenizer;
  readonly pairs: readonly RunPair[];
  readonly dev: readonly RunPair[];
  /** The built-in task that the pairs were drawn from; null for the user's own pairs. */
  readonly task: string | null;
  /** How many threads compute: another number gives other last bits. */
  readonly threads: number;
  /** The model whose weights training starts from, where it is one. */
  readonly from?: RunOrigin | undefined;
}

/** A model that a run starts from, as it was then. */
export interface RunOrigin {
  readonly name: string;
  readonly model: Model;
  readonly history: ModelHistory;
}

/** A pair, where it is known with the source position that each target token stands for. */
export interface RunPair extends Pair {
  readonly alignment?: readonly (number | null)[];
}

/** A run as the list shows it. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly task: string | null;
  /** The name of the model whose weights its training started from; null where they were drawn. */
  readonly from: string | null;
  /** ISO 8601. */
  readonly created: string;
  /** What of it was saved last. */
  readonly saved: string;
  /** "model": there is nothing to go on with; "damaged": nothing but its files can be had, see `problem`. */
  readonly state: "stopped" | "over" | "model" | "damaged";
  /** Whether it is kept in this browser, only in this tab's memory, or offered by whoever serves the page. */
  readonly place: "browser" | "memory" | "served";
  /** Whether a tab trains it now. */
  readonly busy: boolean;
  readonly problem: RunNotice | null;
  readonly bytes: number;
  readonly update: number;
  /** The scores of its best epoch on the dev pairs. */
  readonly dev: Readonly<Record<string, number>> | null;
  readonly seconds: number;
  readonly configuration: Configuration | null;
}

/** A saved run, whole. */
export interface SavedRun {
  readonly summary: RunSummary;
  readonly setup: RunSetup;
  readonly events: readonly TrainingEvent[];
  /** Where it stopped; undefined where no state was saved yet, or for a model without its training. */
  readonly state: TrainingState | undefined;
  /** The best model so far: its weights are of the best epoch, or of the last update where none is over. */
  readonly model: Model;
  readonly history: ModelHistory;
  /** What is worth knowing: a damaged save that was passed over, another version of henkan, other threads. */
  readonly notices: readonly RunNotice[];
}

/**
 * Keeps one run while it trains. Whoever trains calls it; it holds the run's lock until `close`. What cannot be written
 * never ends the training: `onNotice` is told, and writing is tried again.
 */
export interface RunKeeper {
  readonly id: string;
  /** Whether what is kept outlives the tab: false without a private file system. */
  readonly lasting: boolean;
  /** To be given every event of `train`. */
  onEvent(event: TrainingEvent): void;
  /** To be called at every pause of `train`: it copies the state where a save is due, and writes while training goes on. */
  onPause(pause: Pause): Promise<void>;
  /** Has the next pause save, whatever the time: before a person's pause, or as the tab is hidden. */
  saveSoon(): void;
  /** After `train` has returned: writes the model that it gave, and how it ended. */
  finish(result: Pick<TrainResult, "model" | "reason">): Promise<void>;
  /** To be called in any case at the end: waits for what is being written, and gives the lock back. */
  close(): Promise<void>;
}

export interface OpenedRun {
  readonly keeper: RunKeeper;
  readonly run: SavedRun;
}

/** All runs of this origin. Lives in the worker: `openRunStore()` of run-store.ts. */
export interface RunStore {
  /** Whether what is kept outlives the tab, and if not, why, in words. */
  readonly lasting: true | { readonly because: RunNotice };
  list(): Promise<readonly RunSummary[]>;
  /** Begins a run. @param onNotice told what could not be saved, see `noticeText` */
  create(setup: RunSetup, onNotice: (notice: RunNotice) => void): Promise<RunKeeper>;
  /**
   * Takes up a run to train on.
   * @param threads that are to compute
   * @throws {RunProblem} where another tab trains it, or it is damaged
   */
  resume(id: string, threads: number, onNotice: (notice: RunNotice) => void): Promise<OpenedRun>;
  /** Reads a run, to look at it. @throws {RunProblem} where it is not there or damaged */
  read(id: string): Promise<SavedRun>;
  /** Its events alone: a learning curve. */
  events(id: string): Promise<readonly TrainingEvent[]>;
  rename(id: string, name: string): Promise<void>;
  delete(id: string): Promise<void>;
}
