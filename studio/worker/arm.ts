import type { Configuration } from "../../src/configuration/configuration.ts";
import { type EncodedCorpus, encodeCorpus, withKinds } from "../../src/training/encoded-corpus.ts";
import type { TrainingEvent } from "../../src/training/events.ts";
import type { TrainingState } from "../../src/training/training-state.ts";
import type { RunNotice } from "../runs/notice.ts";
import type { RunKeeper, RunPair, RunSetup, RunStore } from "../runs/run-keeper.ts";
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

/** @param threads that compute parts of batches at the same time */
export async function beginArm(
  { name, configuration: base, own = {} }: Arm,
  { task, pairs, dev }: ArmData,
  threads: number,
  store: RunStore,
  onNotice: (notice: RunNotice) => void,
): Promise<OpenedArm> {
  const chosen = inParts(mergedConfiguration(base, own, name), threads);
  const corpus = encodeCorpus(chosen, pairs);
  const configuration = withKinds(chosen, corpus);
  const { source, target } = corpus;
  const setup = { name, configuration, source, target, pairs, dev, task, threads: sessionThreads };
  return { setup, corpus, keeper: await store.create(setup, onNotice), state: undefined, before: [] };
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
