import { parseConfiguration } from "../../../src/configuration/configuration.ts";
import { openRuntime } from "../../../src/runtime/index.ts";
import { encodeCorpus, withKinds } from "../../../src/training/encoded-corpus.ts";
import { type TrainResult, train } from "../../../src/training/train.ts";
import type { OpenedRun, RunKeeper, RunPair, RunSetup } from "../run-keeper.ts";

const words = ["a b c", "b c a d", "c a", "d d a b", "a c d b", "b b", "c d", "d a c", "a a b", "c c d a"];
const pairs: readonly RunPair[] = words.map((source) => ({
  source,
  target: source.split(" ").reverse().join(" "),
  alignment: source.split(" ").map((_, t, all) => all.length - 1 - t),
}));

/** A run of 3 epochs that takes a moment, with dropout, averaging of epochs and more than one update an epoch. */
export function tinyRun({ name = "letters", epochs = 3 } = {}): RunSetup {
  const given = parseConfiguration({
    source: { tokenizer: "words" },
    target: { tokenizer: "words" },
    encoder: { size: 6, embedding: 5, dropout: 0.2 },
    decoder: { size: 6, embedding: 7, dropout: 0.2 },
    training: { epochs, batchTokens: 16, averageCheckpoints: 2, microBatches: 1 },
  });
  const corpus = encodeCorpus(given, pairs);
  const { source, target } = corpus;
  const configuration = withKinds(given, corpus);
  return { name, configuration, source, target, pairs, dev: pairs.slice(0, 4), task: "reverse", threads: 1 };
}

/** Trains as the page's worker does. @param stopAt the update after which it is stopped */
export async function trainKept(
  keeper: RunKeeper,
  setup: RunSetup,
  { state, stopAt }: { state?: OpenedRun["run"]["state"]; stopAt?: number } = {},
): Promise<TrainResult> {
  const { configuration, source, target, from } = setup;
  const controller = new AbortController();
  try {
    const result = await train({
      corpus: encodeCorpus(configuration, setup.pairs, { tokenizers: { source, target } }),
      dev: setup.dev,
      configuration,
      runtime: await openRuntime({ threads: 1 }),
      onEvent: (event) => keeper.onEvent(event),
      onPause: async (pause) => {
        await keeper.onPause(pause);
        if (stopAt !== undefined && pause.update >= stopAt) controller.abort();
      },
      signal: controller.signal,
      state,
      ...(from && { from: from.model }),
    });
    await keeper.finish(result);
    return result;
  } finally {
    await keeper.close();
  }
}
