import { fingerprint } from "../data/index.ts";
import type { Evaluation } from "../metrics/index.ts";
import type { ModelHistory } from "../model-folder/record.ts";
import type { DevScores, TrainingEvent } from "../training/events.ts";
import type { CachedTrainingData } from "./prepare/training-cache.ts";
import type { TrainingData } from "./training-data.ts";

/** What is known before training starts. */
export function startOfHistory(data: TrainingData | CachedTrainingData): ModelHistory {
  const { dev, heldOut, skipped, findings } = data;
  return {
    data: {
      fingerprint: "corpus" in data ? data.fingerprint : fingerprint(data.pairs),
      pairs: countPairs(data),
      devPairs: dev.length,
      heldOut,
      ...(findings && { skipped: { ...skipped }, ...findings, sources: [...findings.sources] }),
    },
    training: {
      started: new Date().toISOString(),
      runtime: "",
      threads: 0,
      bestEpoch: 0,
      updates: 0,
      seconds: 0,
      ended: null,
      dev: null,
      test: null,
    },
  };
}

/** How many training pairs there are. */
export function countPairs({ pairs }: Pick<TrainingData | CachedTrainingData, "pairs">): number {
  return typeof pairs === "number" ? pairs : pairs.length;
}

/**
 * What is known after an event.
 * @param devSentences how many sentences the dev scores are of: pairs with the same source are one
 */
export function nextHistory(history: ModelHistory, event: TrainingEvent, devSentences: number): ModelHistory {
  return { ...history, training: nextTraining(history.training, event, devSentences) };
}

function nextTraining(
  training: ModelHistory["training"],
  event: TrainingEvent,
  devSentences: number,
): ModelHistory["training"] {
  switch (event.event) {
    case "start":
      return { ...training, started: event.time, runtime: event.runtime, threads: event.threads };
    case "resume":
      return { ...training, runtime: event.runtime, threads: event.threads };
    case "progress":
    case "update":
      return { ...training, updates: event.update, seconds: event.seconds };
    case "evaluation": {
      const { epoch: bestEpoch, update: updates, seconds } = event;
      const dev = evaluationOf(event.dev, devSentences);
      return { ...training, updates, seconds, ...(event.best ? { bestEpoch, dev } : {}) };
    }
    case "average": {
      const dev = evaluationOf(event.dev, devSentences);
      return {
        ...training,
        seconds: event.seconds,
        ...(event.best ? { averagedEpochs: event.epochs, dev } : {}),
      };
    }
    case "end":
      return { ...training, updates: event.updates, seconds: event.seconds, ended: event.reason };
  }
}

function evaluationOf({ loss: _, ...metrics }: DevScores, sentences: number): Evaluation {
  return { sentences, metrics };
}
