import { ConfigError } from "../errors.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { lengthPenaltyOf } from "./graph/penalties.ts";
import type { Hypothesis } from "./hypothesis.ts";
import type { SearchOptions } from "./options.ts";
import { createScorer } from "./scorer.ts";

/** Reranks the hypotheses of each source and keeps the N best. */
export type Reranker = (
  sources: readonly string[],
  hypotheses: readonly (readonly Hypothesis[])[],
  options: SearchOptions,
) => Promise<Hypothesis[][]>;

/**
 * Makes a reranker of models. Hypotheses are ranked by the mean of log P over all models, those that searched and those
 * that rerank, each counting once (Liu 2016, "Agreement on Target-Bidirectional LSTMs for Sequence-to-Sequence
 * Learning", for two directions); the penalties of the search stay. The models need not write with the same tokens or
 * in the same direction.
 * @param searching how many models searched together
 */
export async function createReranker(
  models: readonly Model[],
  searching: number,
  runtime: Runtime,
): Promise<Reranker> {
  const scorers = await Promise.all(models.map((model) => createScorer(model, runtime)));
  return async (sources, hypotheses, { nBest = 1, lengthPenalty = 1, signal }) => {
    const pairs = hypotheses.flatMap((own, line) =>
      own.map(({ text }) => ({ source: sources[line]!, target: text })),
    );
    const sums = pairs.map(() => 0);
    for (const scorer of scorers) {
      const scores = await scorer.countPairs(pairs, { signal });
      for (const [at, { negativeLogLikelihood }] of scores.entries()) sums[at]! -= negativeLogLikelihood;
    }
    let at = 0;
    return hypotheses.map((own) =>
      own
        .map((hypothesis) => {
          const { score, logProbability, tokenLogProbabilities } = hypothesis;
          const mean = (searching * logProbability + sums[at++]!) / (searching + models.length);
          const penalty = lengthPenaltyOf(tokenLogProbabilities.length, lengthPenalty);
          return { ...hypothesis, score: score + (mean - logProbability) / penalty };
        })
        .sort((a, b) => b.score - a.score)
        .slice(0, nBest),
    );
  };
}

/** The search that finds the hypotheses to rerank: it gives all that it keeps side by side. */
export function searchToRerank(options: SearchOptions): SearchOptions {
  const { beam = 1, nBest = 1, sampling } = options;
  const [name, kept] = sampling ? ["nBest", nBest] : ["beam", beam];
  if (kept > 1) return { ...options, nBest: kept };
  throw new ConfigError(`${name} 1: a reranker needs hypotheses to choose from; set ${name} to 5 or more`);
}
