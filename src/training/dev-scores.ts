import type { Pair } from "../data/index.ts";
import { type Evaluation, evaluateOutputs } from "../metrics/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { createTranslator } from "../search/translator.ts";
import type { Model } from "../seq2seq/model.ts";
import { createScorer } from "./scorer.ts";

/** The scores of a model on pairs, and −log P per target token in nats. */
export interface Scores extends Evaluation {
  readonly loss: number;
}

/**
 * Translates the sources of pairs and scores the outputs; pairs with the same source are one sentence with several
 * references.
 */
export async function scoreOnPairs(model: Model, pairs: readonly Pair[], runtime: Runtime): Promise<Scores> {
  const references = new Map<string, string[][]>();
  for (const { source, target } of pairs) {
    const known = references.get(source);
    const tokens = model.target.tokens(target);
    if (known === undefined) references.set(source, [tokens]);
    else known.push(tokens);
  }
  const translator = await createTranslator(model, runtime);
  const translations = await translator.translate([...references.keys()]);
  const scorer = await createScorer(model, runtime);
  const forced = await scorer.score(pairs);
  const items = translations.map(({ source, tokens }) => ({
    hypothesis: [...tokens],
    references: references.get(source)!,
  }));
  return { ...evaluateOutputs(items, forced), loss: forced.negativeLogLikelihood / forced.tokens };
}
