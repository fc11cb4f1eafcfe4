import type { Segment } from "../../src/metrics/index.ts";
import { createTranslator, type Translation, type Translator } from "../../src/search/translator.ts";
import type { Model } from "../../src/seq2seq/model.ts";
import { GrowingScores, type ScoresByLength } from "../experiment/length-scores.ts";
import { TestSentences } from "../experiment/test-sentences.ts";
import { openRunStore } from "../runs/run-store.ts";
import type { TaskName } from "../tasks/index.ts";
import type { CallContext } from "./handler.ts";
import type { LiveTranslation } from "./live-translations.ts";
import { openSessionRuntime } from "./training.ts";

/** What both models made of as many sentences as were translated so far. */
export interface Measurement {
  readonly sentences: number;
  /** In the order of the runs. */
  readonly scores: readonly ScoresByLength[];
}

export interface MeasuringOrder {
  readonly runs: readonly string[];
  readonly task: TaskName;
  readonly seed: number;
  /** Sentences after which it is enough. */
  readonly most: number;
}

interface OpenedTranslator {
  readonly saved: string;
  readonly model: Model;
  readonly translator: Promise<Translator>;
}

/** Of the runs that were asked for last. */
const opened = new Map<string, OpenedTranslator>();
const mostTranslators = 2;

/** Calls of the long-sentence experiment. */
export const experimentHandlers = {
  /** Translates new sentences of all lengths by each model, round after round, and tells the scores. */
  async "experiment.measure"(
    { runs, task, seed, most }: MeasuringOrder,
    { emit, signal }: CallContext<Measurement>,
  ): Promise<Measurement> {
    const models = await Promise.all(runs.map((run) => openTranslator(run)));
    const test = new TestSentences(task, seed);
    const growing = runs.map(() => new GrowingScores());
    let sentences = 0;
    const measured = (): Measurement => ({ sentences, scores: growing.map((one) => one.scores()) });
    while (sentences < most) {
      const pairs = test.next();
      if (pairs.length === 0) break;
      for (const [arm, { model, translator }] of models.entries()) {
        const translations = await (await translator).translate(
          pairs.map(({ source }) => source),
          { beam: 1 },
        );
        signal.throwIfAborted();
        growing[arm]!.add(
          translations.map((translation, i) => segmentOf(model, translation, pairs[i]!.target)),
          translations.map(({ sourceTokens }) => sourceTokens.length),
        );
      }
      sentences += pairs.length;
      emit(measured());
      await new Promise((resolve) => setTimeout(resolve)); // other calls are heard
      signal.throwIfAborted();
    }
    return measured();
  },

  /** What each model makes of a sentence, by greedy search. */
  async "experiment.translate"({
    runs,
    sentence,
  }: {
    readonly runs: readonly string[];
    readonly sentence: string;
  }): Promise<LiveTranslation[]> {
    return Promise.all(
      runs.map(async (run) => {
        const { translator } = await openTranslator(run);
        const [translation] = await (await translator).translate([sentence], { beam: 1 });
        const { source, sourceTokens, text, tokens, attention } = translation!;
        return { source, sourceTokens, text, tokens, attention };
      }),
    );
  },
};

async function openTranslator(run: string): Promise<OpenedTranslator> {
  const known = opened.get(run);
  const { summary, model } = await (await openRunStore()).read(run);
  if (known?.saved === summary.saved) return known;
  const translator = openSessionRuntime().then((runtime) => createTranslator(model, runtime));
  const fresh = { saved: summary.saved, model, translator };
  opened.set(run, fresh);
  for (const older of [...opened.keys()].slice(0, -mostTranslators)) opened.delete(older);
  return fresh;
}

/** By the model's own tokens, as its dev scores are. */
function segmentOf({ target }: Model, { text }: Translation, reference: string): Segment {
  const sentence = (line: string) => ({ text: line, tokens: target.scoredTokens(line) });
  return { hypothesis: sentence(text), references: [sentence(reference)] };
}
