import type { Pair } from "../data/index.ts";
import { type Evaluation, evaluateOutputs } from "../metrics/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { type CompileOptions, createTranslator } from "../search/translator.ts";
import type { Model } from "../seq2seq/model.ts";
import { createScorer } from "./scorer.ts";

/** The scores of a model on pairs, and −log P per target token in nats. */
export interface Scores extends Evaluation {
  readonly loss: number;
}

export interface Evaluator {
  /**
   * Translates the sources of pairs and scores the outputs; pairs with the same source are one sentence with several
   * references.
   */
  score(pairs: readonly Pair[]): Promise<Scores>;
}

/** Makes an evaluator of a model, compiled once. */
export async function createEvaluator(
  model: Model,
  runtime: Runtime,
  options?: CompileOptions,
): Promise<Evaluator> {
  const translator = await createTranslator(model, runtime, options);
  const scorer = await createScorer(model, runtime, options);
  return {
    async score(pairs) {
      const references = referencesOf(model, pairs);
      const translations = await translator.translate([...references.keys()]);
      const forced = await scorer.score(pairs);
      const segments = translations.map(({ source, tokens }) => {
        return { hypothesis: tokens, references: references.get(source)! };
      });
      return { ...evaluateOutputs(segments, forced), loss: forced.negativeLogLikelihood / forced.tokens };
    },
  };
}

/** Scores a model on pairs. */
export async function scoreOnPairs(model: Model, pairs: readonly Pair[], runtime: Runtime): Promise<Scores> {
  return (await createEvaluator(model, runtime)).score(pairs);
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
