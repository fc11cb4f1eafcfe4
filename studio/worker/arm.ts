import type { Configuration } from "../../src/configuration/configuration.ts";
import { modelSettings } from "../../src/configuration/model-settings.ts";
import { mergeSettings } from "../../src/configuration/settings.ts";
import { Weights } from "../../src/nn/index.ts";
import { traceModel } from "../../src/seq2seq/model.ts";
import { transferWeights } from "../../src/seq2seq/transfer.ts";
import { type EncodedCorpus, encodeCorpus, withKinds } from "../../src/training/encoded-corpus.ts";
import type { TrainingEvent } from "../../src/training/events.ts";
import type { GivenTokenizers } from "../../src/training/tokenizers.ts";
import type { TrainingState } from "../../src/training/training-state.ts";
import type { RunNotice } from "../runs/notice.ts";
import type { RunKeeper, RunOrigin, RunPair, RunSetup, RunStore } from "../runs/run-keeper.ts";
import { mergedConfiguration } from "../settings/merged-configuration.ts";
import type { Arm } from "./training-order.ts";

/** A run that is about to be trained, and where it is kept. */
export interface OpenedArm {
  readonly setup: RunSetup;
  readonly corpus: EncodedCorpus;
  readonly keeper: RunKeeper;
  /** Of a run that goes on. */
  readonly state: TrainingState | undefined;
  readonly before: readonly TrainingEvent[];
}

export interface ArmData {
  readonly task: string | null;
  readonly pairs: readonly RunPair[];
  readonly dev: readonly RunPair[];
}

/** Sessions have one thread each: the bits of a run do not depend on how many there are. */
const sessionThreads = 1;

/** Smaller parts of a batch are slow: see `defaultMicroBatches`. */
const fewestTokens = 160;

/**
 * @param threads that compute parts of batches at the same time
 * @throws {ConfigError} where the configuration is wrong, or the model to start from has other sizes; then nothing is kept
 * @throws {RunProblem} where the model to start from is not there or damaged
 */
export async function beginArm(
  { name, configuration: base, own = {}, from: origin }: Arm,
  { task, pairs, dev }: ArmData,
  threads: number,
  store: RunStore,
  onNotice: (notice: RunNotice) => void,
): Promise<OpenedArm> {
  const from = origin === undefined ? undefined : await readOrigin(origin, store);
  const settings = from ? mergeSettings(modelSettings(from.model.configuration), base) : base;
  const chosen = inParts(mergedConfiguration(settings, own, name), threads);
  const corpus = encodeCorpus(chosen, pairs, { tokenizers: tokenizersOf(chosen, from) });
  const configuration = withKinds(chosen, corpus);
  const { source, target } = corpus;
  const setup = { name, configuration, source, target, pairs, dev, task, threads: sessionThreads, from };
  refuseOtherSizes(setup);
  return { setup, corpus, keeper: await store.create(setup, onNotice), state: undefined, before: [] };
}

async function readOrigin(id: string, store: RunStore): Promise<RunOrigin> {
  const { model, history, setup } = await store.read(id);
  return { name: setup.name, model, history };
}

/** A tokenizer that an older model has from a file is at hand with that model. */
function tokenizersOf(configuration: Configuration, from: RunOrigin | undefined): GivenTokenizers {
  if (from === undefined) return {};
  const { model } = from;
  const isSame = (side: "source" | "target") => {
    const { tokenizerFile } = configuration[side];
    return tokenizerFile !== undefined && tokenizerFile === model.configuration[side].tokenizerFile;
  };
  return {
    ...(isSame("source") && { source: model.source }),
    ...(isSame("target") && { target: model.target }),
  };
}

/** @throws {ConfigError} before a run is kept that could not be trained */
function refuseOtherSizes({ configuration, source, target, from }: RunSetup): void {
  if (from === undefined) return;
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const weights = new Weights(traceModel(configuration, sizes).parameters.specs);
  transferWeights(from.model, { configuration, source, target, weights });
}

/** Takes up a run that was stopped. */
export async function resumeArm(
  id: string,
  store: RunStore,
  onNotice: (notice: RunNotice) => void,
): Promise<OpenedArm> {
  const { keeper, run } = await store.resume(id, sessionThreads, onNotice);
  try {
    const { setup, state, events, notices } = run;
    for (const notice of notices) onNotice(notice);
    const { source, target } = setup;
    const corpus = encodeCorpus(setup.configuration, setup.pairs, { tokenizers: { source, target } });
    return { setup, corpus, keeper, state, before: events };
  } catch (error) {
    await keeper.close();
    throw error;
  }
}

/** Batches are cut into as many parts as threads can compute, where the configuration does not say. */
function inParts(configuration: Configuration, threads: number): Configuration {
  const { training } = configuration;
  const parts = Math.max(1, Math.min(threads, Math.floor(training.batchTokens / fewestTokens)));
  return { ...configuration, training: { ...training, microBatches: training.microBatches ?? parts } };
}
