import type { Pair } from "../data/index.ts";
import { pairsBySource } from "../data/pair.ts";
import { DivergenceError } from "../errors.ts";
import {
  type Evaluation,
  evaluateOutputs,
  type ForcedCounts,
  type Segment,
  type Sentence,
} from "../metrics/index.ts";
import { breathe } from "../runtime/breathe.ts";
import { inOrder } from "../runtime/in-order.ts";
import type { Runtime } from "../runtime/index.ts";
import { callsAtOnce } from "../search/batch-graph.ts";
import type { CompileOptions, SearchOptions } from "../search/options.ts";
import { createScorer, type ForcedScore } from "../search/scorer.ts";
import { createTranslator } from "../search/translator.ts";
import type { Model } from "../seq2seq/model.ts";

/** The scores of a model on pairs. */
export interface Scores extends Evaluation {
  /** −log P per target token in nats. */
  readonly loss: number;
  /** How many outputs are as long as their limit allows: they may have been cut. */
  readonly atLimit: number;
}

/** An output beside what it ought to be, and what teacher forcing counted. */
export interface DecodedSegment extends Segment {
  readonly source: Sentence;
  readonly forced: ForcedCounts;
  /** Whether the output is as long as its limit allows. */
  readonly atLimit: boolean;
}

export interface Evaluator {
  /**
   * Translates the sources of pairs and scores the outputs; pairs with the same source are one sentence with several
   * references.
   * @throws {DivergenceError} where the model's likelihood of a pair is not a number; so does `segments`
   */
  score(pairs: readonly Pair[], options?: EvaluationOptions): Promise<Scores>;
  /** What `score` scores: for other metrics, and for scores of single sentences. */
  segments(pairs: readonly Pair[], options?: EvaluationOptions): Promise<DecodedSegment[]>;
}

/** What the search found for a source. */
export interface FoundOutput {
  readonly text: string;
  /** Whether it is as long as its limit allows. */
  readonly atLimit: boolean;
}

export interface EvaluationOptions {
  /** How outputs are found (default: greedy search). */
  readonly search?: SearchOptions | undefined;
  /** What an earlier call was told by `onFound`, all of it in order: only the other sources are translated. */
  readonly found?: readonly FoundOutput[] | undefined;
  /** Told the outputs of the next sources, in the order in which these first occur; waited for. */
  readonly onFound?: ((outputs: readonly FoundOutput[]) => Promise<void>) | undefined;
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

  async function segments(
    pairs: readonly Pair[],
    { search, found = [], onFound, onProgress, signal }: EvaluationOptions = {},
  ): Promise<DecodedSegment[]> {
    const sentences = pairsBySource(pairs);
    const sources = [...sentences.keys()];
    const outputs = [...found];
    if (search) for (const source of sources) translator.check(source, search); // before anything is computed
    onProgress?.(outputs.length, sources.length);
    function* remaining() {
      for (let at = outputs.length; at < sources.length; at += sentencesAtOnce) {
        yield sources.slice(at, at + sentencesAtOnce);
      }
    }
    const translated = inOrder(remaining(), callsAtOnce(runtime, sentencesAtOnce), async (some) => {
      await breathe();
      signal?.throwIfAborted();
      return translator.translate(some, search);
    });
    for await (const translations of translated) {
      const next = translations.map(({ text, atLimit }): FoundOutput => ({ text, atLimit }));
      await onFound?.(next);
      outputs.push(...next);
      onProgress?.(outputs.length, sources.length);
    }
    const forced = await scorer.countPairs(pairs, { signal });
    const unsound = forced.findIndex(({ negativeLogLikelihood }) => Number.isNaN(negativeLogLikelihood));
    if (unsound >= 0) throw notANumber(pairs[unsound]!);
    const target = (text: string): Sentence => ({ text, tokens: model.target.scoredTokens(text) });
    return [...sentences].map(([source, numbers], i) => ({
      source: { text: source, tokens: model.source.scoredTokens(source) },
      hypothesis: target(outputs[i]!.text),
      atLimit: outputs[i]!.atLimit,
      references: numbers.map((number) => target(pairs[number]!.target)),
      forced: sum(numbers.map((number) => forced[number]!)),
    }));
  }

  return {
    segments,
    async score(pairs, options) {
      const scored = await segments(pairs, options);
      const { negativeLogLikelihood, tokens } = sum(scored.map(({ forced }) => forced));
      return {
        ...evaluateOutputs(scored),
        loss: negativeLogLikelihood / tokens,
        atLimit: scored.filter(({ atLimit }) => atLimit).length,
      };
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

function notANumber({ source }: Pair): DivergenceError {
  return new DivergenceError(
    `${JSON.stringify(source)}: the model's likelihood of its target is not a number: some weights are too ` +
      "large to compute with; train the model again with a lower training.learningRate or training.clipNorm",
  );
}

function sum(scores: readonly ForcedScore[]): ForcedCounts {
  const add = (pick: (score: ForcedScore) => number): number =>
    scores.reduce((total, score) => total + pick(score), 0);
  return {
    negativeLogLikelihood: add(({ negativeLogLikelihood }) => negativeLogLikelihood),
    tokens: add(({ tokens }) => tokens),
    correct: add(({ correct }) => correct),
    sentences: scores.length,
  };
}
