import type { Pair } from "../data/index.ts";
import { type Evaluation, evaluateOutputs, type Segment } from "../metrics/index.ts";
import { breathe } from "../runtime/breathe.ts";
import type { Runtime } from "../runtime/index.ts";
import type { SearchOptions } from "../search/options.ts";
import { createScorer } from "../search/scorer.ts";
import { type CompileOptions, createTranslator } from "../search/translator.ts";
import type { Model } from "../seq2seq/model.ts";

/** The scores of a model on pairs, and −log P per target token in nats. */
export interface Scores extends Evaluation {
  readonly loss: number;
}

export interface Evaluator {
  /**
   * Translates the sources of pairs and scores the outputs; pairs with the same source are one sentence with several
   * references.
   */
  score(pairs: readonly Pair[], options?: EvaluationOptions): Promise<Scores>;
}

export interface EvaluationOptions {
  /** How outputs are found (default: greedy search). */
  readonly search?: SearchOptions | undefined;
  /** Told how many sentences are translated, of how many; first of none. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Stops after the sentences in hand: the call is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Sentences between two reports of progress: enough that those of like length share a batch of the search. */
const sentencesAtOnce = 512;

/** Makes an evaluator of a model, compiled once. */
export async function createEvaluator(
  model: Model,
  runtime: Runtime,
  options?: CompileOptions,
): Promise<Evaluator> {
  const translator = await createTranslator(model, runtime, options);
  const scorer = await createScorer(model, runtime, options);
  return {
    async score(pairs, { search, onProgress, signal } = {}) {
      const references = referencesOf(model, pairs);
      const sources = [...references.keys()];
      const segments: Segment[] = [];
      onProgress?.(0, sources.length);
      for (let at = 0; at < sources.length; at += sentencesAtOnce) {
        await breathe();
        signal?.throwIfAborted();
        const translations = await translator.translate(sources.slice(at, at + sentencesAtOnce), search);
        for (const { source, tokens } of translations) {
          segments.push({ hypothesis: tokens, references: references.get(source)! });
        }
        onProgress?.(segments.length, sources.length);
      }
      const forced = await scorer.score(pairs, { signal });
      return { ...evaluateOutputs(segments, forced), loss: forced.negativeLogLikelihood / forced.tokens };
    },
  };
}

/** Scores a model on pairs. */
export async function scoreOnPairs(
  model: Model,
  pairs: readonly Pair[],
  runtime: Runtime,
  options?: EvaluationOptions,
): Promise<Scores> {
  return (await createEvaluator(model, runtime)).score(pairs, options);
}

/** The targets of each source, as tokens. */
function referencesOf({ target }: Model, pairs: readonly Pair[]): Map<string, string[][]> {
  const references = new Map<string, string[][]>();
  for (const pair of pairs) {
    const known = references.get(pair.source);
    const tokens = target.tokens(pair.target);
    if (known === undefined) references.set(pair.source, [tokens]);
    else known.push(tokens);
  }
  return references;
}
