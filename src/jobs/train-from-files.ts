import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { fingerprint } from "../data/index.ts";
import { CheckpointError, ConfigError, DivergenceError } from "../errors.ts";
import type { Evaluation, KeptEvaluation } from "../metrics/index.ts";
import { loadModel, modelFiles } from "../model-folder/model-folder.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { type EncodedCorpus, encodeCorpus, withKinds } from "../training/encoded-corpus.ts";
import { scoreOnPairs } from "../training/evaluator.ts";
import type { TrainingEvent } from "../training/events.ts";
import type { Ranks } from "../training/ranks.ts";
import { chooseTokenizers, type GivenTokenizers } from "../training/tokenizers.ts";
import { type TrainResult, train } from "../training/train.ts";
import { CheckpointStore } from "./checkpoint/checkpoint-store.ts";
import { Checkpointer } from "./checkpoint/checkpointer.ts";
import { resumption } from "./checkpoint/resume.ts";
import { runIdentity } from "./checkpoint/run-identity.ts";
import { withFolderLock } from "./folder-lock.ts";
import { cacheFolderOf } from "./prepare/cache-folder.ts";
import type { PrepareProgress } from "./prepare/prepare-corpus.ts";
import { type CachedTrainingData, openTrainingCache } from "./prepare/training-cache.ts";
import { openRuntimeOnRanks } from "./rank-services.ts";
import { startReplicaThread } from "./replicas/replica-thread.ts";
import { writeReport } from "./report-file.ts";
import { RunFolder, type RunFolderState, refuseForeignFolder } from "./run-folder.ts";
import { TensorBoardLog } from "./tensorboard-log.ts";
import { readTokenizers } from "./tokenizer-files.ts";
import { mixtureOf, readTrainingData, type TrainingData, trainingFiles } from "./training-data.ts";

export interface TrainFromFilesOptions {
  /** Default: what `openRuntime` gives for the configuration's threads. */
  readonly runtime?: Runtime;
  /** Pairs that are at hand already: no file of the configuration is read. */
  readonly data?: TrainingData;
  /** Told what was read, and the configuration with the kinds of tokenizers that were chosen. */
  readonly onData?: (data: TrainingData | CachedTrainingData, configuration: Configuration) => void;
  /** Told how far a token cache is, where one has to be made. */
  readonly onPrepare?: (progress: PrepareProgress) => void;
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Told how many sentences of the test pairs are translated, of how many. */
  readonly onTestProgress?: (done: number, total: number) => void;
  /** Told in one line what is worth knowing, such as that only a slow runtime is here. Default: nobody. */
  readonly onNotice?: (line: string) => void;
  /** Ends training after the running update, or the scoring of the test pairs; the best model so far is kept. */
  readonly signal?: AbortSignal;
  /** Trains anew where the folder has a run already. Default: a run that stopped goes on, and one that is over stays. */
  readonly restart?: boolean;
  /** The ranks of a job that train together, of which this is rank 0. Default: this process alone. */
  readonly ranks?: Ranks | undefined;
  /** Also writes the events for TensorBoard, into `tensorboard` of the folder (default false). */
  readonly tensorboard?: boolean;
}

export interface TrainedFolder {
  readonly folder: string;
  /** The model that was kept: the best on dev. */
  readonly model: Model;
  readonly reason: TrainResult["reason"];
  /** Its scores on the dev pairs; null where no epoch was finished. */
  readonly dev: KeptEvaluation | null;
  /** Scores on the test pairs; null without a test file, or where training or their scoring was interrupted. */
  readonly test: Evaluation | null;
  /** The path of `report.html`; null where nothing was kept. */
  readonly report: string | null;
}

/**
 * Trains a model from the files that a configuration names, and keeps the best one in the folder `out`, with its
 * metrics, its checkpoints and a report. A run that was stopped, in whatever way, goes on from its last checkpoint, and
 * gives what it would have given; a run that is over is not made again. A model of another origin that is in the folder
 * already is replaced when an epoch has given a first one.
 * @throws {ConfigError} where the configuration names no pairs or no folder, or the model to start from has other sizes;
 * where the folder has a run with other settings or data; where another process writes there
 * @throws {DataError} where a file cannot be read or written
 * @throws {CheckpointError} where the folder holds something else, or the model to start from cannot be read
 * @throws {DivergenceError} where training diverges, see `train`; an older model in the folder stays as it was
 */
export async function trainFromFiles(
  configuration: Configuration,
  options: TrainFromFilesOptions = {},
): Promise<TrainedFolder> {
  if (options.data === undefined) trainingFiles(configuration);
  const out = outOf(configuration);
  await refuseForeignFolder(out); // before the work of reading
  return withFolderLock(out, "training", () => trainInFolder(configuration, out, options));
}

async function trainInFolder(
  configuration: Configuration,
  out: string,
  options: TrainFromFilesOptions,
): Promise<TrainedFolder> {
  const from = configuration.from === undefined ? undefined : (await loadModel(configuration.from)).model;
  const tokenizers = await readTokenizers(configuration);
  const data = options.data ?? (await openData(configuration, out, tokenizers, options));
  try {
    return await trainOnData(data, configuration, { out, tokenizers, from }, options);
  } finally {
    if ("corpus" in data) data.close();
  }
}

type AnyData = TrainingData | CachedTrainingData;

/** The pairs in memory or, where that is asked for or they are many, in a token cache. */
async function openData(
  configuration: Configuration,
  out: string,
  tokenizers: GivenTokenizers,
  { onNotice = () => {}, onPrepare: onProgress, signal, ranks }: TrainFromFilesOptions,
): Promise<AnyData> {
  const folder = await cacheFolderOf(configuration, out);
  if (folder === null) return readTrainingData(configuration);
  return openTrainingCache(configuration, folder, tokenizers, { onNotice, onProgress, signal, ranks });
}

interface RunSetup {
  readonly out: string;
  readonly tokenizers: GivenTokenizers;
  readonly from: Model | undefined;
}

async function trainOnData(
  data: AnyData,
  configuration: Configuration,
  setup: RunSetup,
  options: TrainFromFilesOptions,
): Promise<TrainedFolder> {
  const { out, from } = setup;
  const { onEvent, onNotice = () => {}, signal } = options;
  const { chosen, corpus } = encodeData(data, configuration, setup, options);
  const runtime =
    options.runtime ??
    (await openRuntimeOnRanks(options.ranks, { threads: configuration.runtime.threads, onNotice }));
  const store = new CheckpointStore(out);
  await store.removeRemains();
  if (options.restart) await store.clear();
  const pairs = "corpus" in data ? data.fingerprint : fingerprint(data.pairs);
  const { dev, test: testPairs } = data;
  const identity = await runIdentity({ configuration: chosen, corpus, pairs, dev, test: testPairs, from });
  const { isOver, checkpoint } = await resumption(store, identity, chosen, { out, onNotice });
  const finished = isOver ? await finishedRun(out) : null;
  if (finished !== null) {
    onNotice(`${out}: this run is over; restart trains it anew`);
    return finished;
  }
  await store.reopen();

  const folder = await RunFolder.open(out, data, checkpoint?.folder as RunFolderState | undefined);
  const tensorboard = options.tensorboard ? new TensorBoardLog(out, await folder.events()) : undefined;
  const checkpointer = new Checkpointer(store, chosen.training.checkpoint, () => {
    return { identity, folder: folder.checkpointed };
  });
  const devSentences = new Set(dev.map(({ source }) => source)).size;
  let goesOn = true; // unless it comes to its end, or diverges
  try {
    const { model, reason } = await train({
      corpus,
      dev,
      configuration: chosen,
      ...(from && { from }),
      runtime,
      startReplica: startReplicaThread,
      ranks: options.ranks,
      onEvent: (event) => {
        folder.record(event, devSentences);
        tensorboard?.append(event);
        onEvent?.(event);
      },
      onBest: (best) => folder.keep(best),
      onPause: (pause) => checkpointer.pause(pause),
      state: checkpoint?.state,
      ...(signal === undefined ? {} : { signal }),
    });
    // The files of a run that goes on may be damaged or gone.
    if (checkpoint !== undefined && folder.dev !== null) await folder.keep(model);
    // Interrupted before the first epoch's end: better than nothing, but not than an older model.
    if (!folder.hasModel && !folder.hasOlderModel) await folder.keep(model);
    if (!folder.hasModel) return { folder: folder.path, model, reason, dev: null, test: null, report: null };
    const test = await scoreTest(model, reason, data, runtime, options);
    await folder.finish(test);
    const evaluation = test ?? folder.dev;
    const report = await writeReport(folder.path, { model, runtime, pairs: dev, evaluation });
    goesOn = signal?.aborted === true;
    if (!goesOn) await store.finish(identity);
    return { folder: folder.path, model, reason, dev: folder.dev, test, report };
  } catch (error) {
    if (error instanceof DivergenceError) {
      goesOn = false; // it would diverge again
      await store.clear();
    }
    throw error;
  } finally {
    await checkpointer.settle().catch(() => {}); // whatever went wrong is thrown already
    await folder.close({ goesOn });
    tensorboard?.close();
  }
}

/** The data as a corpus, and the configuration with the kinds of tokenizers that it has. */
function encodeData(
  data: AnyData,
  configuration: Configuration,
  { tokenizers }: RunSetup,
  { onData }: TrainFromFilesOptions,
): { chosen: Configuration; corpus: EncodedCorpus } {
  if ("corpus" in data) {
    const chosen = withKinds(configuration, data.corpus);
    onData?.(data, chosen);
    return { chosen, corpus: data.corpus };
  }
  const chosen = chooseTokenizers(configuration, data.pairs, tokenizers);
  onData?.(data, chosen);
  const mixture = data.findings && mixtureOf(configuration, data.findings.sources);
  return { chosen, corpus: encodeCorpus(chosen, data.pairs, { tokenizers, mixture }) };
}

/** What a run that is over has left; null where some of it is damaged or gone. */
async function finishedRun(folder: string): Promise<TrainedFolder | null> {
  const report = join(folder, modelFiles.report);
  const saved = await loadModel(folder).catch((error) => {
    if (error instanceof CheckpointError) return null;
    throw error;
  });
  if (saved === null || !existsSync(report)) return null;
  const { model, record } = saved;
  const { dev, test, ended } = record.training;
  return { folder, model, reason: ended ?? "epochs", dev, test: test as Evaluation | null, report };
}

async function scoreTest(
  model: Model,
  reason: TrainResult["reason"],
  { test }: Pick<TrainingData, "test">,
  runtime: Runtime,
  { onTestProgress: onProgress, signal }: TrainFromFilesOptions,
): Promise<Evaluation | null> {
  if (test === null || reason === "interrupted") return null;
  try {
    const { sentences, metrics } = await scoreOnPairs(model, test, runtime, { onProgress, signal });
    return { sentences, metrics };
  } catch (error) {
    if (signal?.aborted) return null;
    throw error;
  }
}

function outOf({ out }: Configuration): string {
  if (out !== undefined) return out;
  throw new ConfigError("no folder for the model: name one as out");
}
