import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { errnoWords } from "../data/errno.ts";
import { makeFolder } from "../data/make-folder.ts";
import { CheckpointError, DataError } from "../errors.ts";
import type { Evaluation, KeptEvaluation } from "../metrics/index.ts";
import { nextModel } from "../model-folder/files.ts";
import { modelFiles, saveHistory, saveModel } from "../model-folder/model-folder.ts";
import type { ModelHistory } from "../model-folder/record.ts";
import { settleModel } from "../model-folder/replace-model.ts";
import type { Model } from "../seq2seq/model.ts";
import type { TrainingEvent } from "../training/events.ts";
import { attempt } from "./attempt.ts";
import { checkpointFolder } from "./checkpoint/checkpoint-store.ts";
import { lockFile } from "./folder-lock.ts";
import { MetricsLog, readMetrics } from "./metrics-log.ts";
import { ownCacheFolder } from "./prepare/cache-folder.ts";
import type { CachedTrainingData } from "./prepare/training-cache.ts";
import { nextHistory, startOfHistory } from "./run-history.ts";
import { tensorboardFolder } from "./tensorboard-log.ts";
import type { TrainingData } from "./training-data.ts";

/** Where events are written while the folder still holds an older model with its own. */
const newMetrics = `${modelFiles.metrics}.new`;

/** What of a run's folder belongs to a checkpoint. */
export interface RunFolderState {
  readonly history: ModelHistory;
  /** How much of the metrics the run had written, in bytes. */
  readonly metricsBytes: number;
}

/**
 * The model folder of a run that is going on: takes the run's events and its best models. A model that is already
 * in the folder stays whole until the run has a better one to put there, which is to say a first one.
 */
export class RunFolder {
  readonly path: string;
  private readonly log: MetricsLog;
  private history: ModelHistory;
  private state: "new" | "older model" | "this run's model";

  /**
   * @param path need not exist
   * @throws {CheckpointError} where the folder holds something that henkan did not write
   * @throws {DataError} where it cannot be written
   */
  static async open(
    path: string,
    data: TrainingData | CachedTrainingData,
    before?: RunFolderState,
  ): Promise<RunFolder> {
    const state = await refuseForeignFolder(path);
    await makeFolder(path);
    await removeRemains(path);
    await settleModel(path);
    if (before === undefined) return new RunFolder(path, state, startOfHistory(data), 0);
    // An older model's metrics stay until the run's first model replaces it.
    const isOlder = state === "older model" && (await readdir(path)).includes(newMetrics);
    const current = isOlder || state === "new" ? state : "this run's model";
    return new RunFolder(path, current, before.history, before.metricsBytes);
  }

  private constructor(path: string, state: RunFolder["state"], history: ModelHistory, metricsBytes: number) {
    this.path = path;
    this.state = state;
    const name = state === "older model" ? newMetrics : modelFiles.metrics;
    this.log = new MetricsLog(join(path, name), metricsBytes);
    this.history = history;
  }

  /** The events that the run has had so far. */
  events(): Promise<TrainingEvent[]> {
    return readMetrics(this.log.path);
  }

  /** What of it belongs to a checkpoint. */
  get checkpointed(): RunFolderState {
    return { history: this.history, metricsBytes: this.log.sync() };
  }

  /** Whether the folder holds a model of this run. */
  get hasModel(): boolean {
    return this.state === "this run's model";
  }

  get hasOlderModel(): boolean {
    return this.state === "older model";
  }

  /** Scores of the model that was kept on the dev pairs. */
  get dev(): KeptEvaluation | null {
    return this.history.training.dev;
  }

  /**
   * Takes an event of the run.
   * @param devSentences how many sentences its dev scores are of
   */
  record(event: TrainingEvent, devSentences: number): void {
    this.log.append(event);
    this.history = nextHistory(this.history, event, devSentences);
  }

  /** Puts a model into the folder; the first one takes the place of an older model. */
  async keep(model: Model): Promise<void> {
    await saveModel(this.path, model, this.history);
    if (this.hasOlderModel) await this.replaceMetrics();
    this.state = "this run's model";
  }

  /** The older model's metrics and report would tell of another model than the one that is now there. */
  private async replaceMetrics(): Promise<void> {
    const metrics = join(this.path, modelFiles.metrics);
    await attempt(metrics, "written", rename(join(this.path, newMetrics), metrics));
    const report = join(this.path, modelFiles.report);
    await attempt(report, "removed", rm(report, { force: true }));
  }

  /** Writes down how the run ended, and the scores on the test pairs. */
  async finish(test: Evaluation | null): Promise<void> {
    this.history = { ...this.history, training: { ...this.history.training, test } };
    await saveHistory(this.path, this.history);
  }

  /**
   * To be called in any case at the end.
   * @param goesOn whether the run may go on later, and its metrics with it
   */
  async close({ goesOn }: { readonly goesOn: boolean }): Promise<void> {
    this.log.close();
    if (!this.hasOlderModel || goesOn) return;
    const path = join(this.path, newMetrics);
    await attempt(path, "removed", rm(path, { force: true }));
  }
}

/** Removes the temporary files that a killed process has left, and no others. Whoever calls it holds the folder's lock. */
async function removeRemains(path: string): Promise<void> {
  const ours = Object.values(modelFiles);
  for (const name of await readdir(path)) {
    const of = /^(.*)\.\d+\.\d+\.tmp$/.exec(name)?.[1];
    const isOurs = ours.some((one) => one === of) || /^next-model\.\d+\.tmp$/.test(name);
    if (isOurs) await attempt(path, "removed", rm(join(path, name), { recursive: true, force: true }));
  }
}

/**
 * Tells whether there is a model in a folder.
 * @throws {CheckpointError} where it holds other things
 */
export async function refuseForeignFolder(path: string): Promise<"new" | "older model"> {
  const names = await readdir(path).catch((cause: NodeJS.ErrnoException): string[] => {
    if (cause.code === "ENOENT") return [];
    if (cause.code === "ENOTDIR") {
      throw new CheckpointError(
        `${path}: it is a file: expected a folder for the model; name another as out`,
        { cause },
      );
    }
    throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
  });
  const records = [join(path, modelFiles.config), join(path, nextModel, modelFiles.config)];
  if ((await Promise.all(records.map(isRecord))).includes(true)) {
    return "older model";
  }
  // Without config.json: left by a run that was killed before its first model was complete.
  const ours: readonly string[] = [
    ...Object.values(modelFiles),
    nextModel,
    newMetrics,
    ownCacheFolder,
    checkpointFolder,
    tensorboardFolder,
    lockFile,
  ];
  const foreign = names.find(
    (name) => name === modelFiles.config || !(ours.includes(name) || name.endsWith(".tmp")),
  );
  if (foreign === undefined) return "new";
  throw new CheckpointError(
    `${path}: it holds ${foreign} and is not a model folder: nothing there was touched; name another as out`,
  );
}

async function isRecord(path: string): Promise<boolean> {
  try {
    return typeof JSON.parse(await readFile(path, "utf8")).henkan === "string";
  } catch {
    return false;
  }
}
