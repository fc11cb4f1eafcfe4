import { DataError } from "../errors.ts";
import { forcedCounts } from "./forced-counts.ts";
import type { Metric } from "./metric.ts";
import { formatSignature } from "./signature.ts";

/**
 * exp(−(1/N) Σ log P(yᵗ | y¹ … yᵗ⁻¹, x)) over all N target tokens, `</s>` included: as many equally likely tokens the
 * model hesitates between, 1 at best. `score` throws a `DataError` where there is no token or the likelihood is not a
 * number, `count` where a segment lacks the counts of teacher forcing.
 */
export const perplexity: Metric = {
  name: "perplexity",
  definition: "e to the mean negative log-likelihood per reference token, 1 at best",
  higherIsBetter: false,
  signature: (references) => formatSignature(references, { unit: "token" }),
  width: 2,
  /** [−Σ log P in nats, tokens] */
  count(segment) {
    const { negativeLogLikelihood, tokens } = forcedCounts("perplexity", segment);
    return Float64Array.of(negativeLogLikelihood, tokens);
  },
  score: ([loss, tokens]) => expOfMean("perplexity", loss!, tokens!, "tokens"),
};

/**
 * exp(−(1/N) Σ log P(y | x)) over all N references: `perplexity` with whole sentences for tokens. Beyond e⁷⁰⁹, where
 * sentences are long and the model poor, it is infinite. Throws as `perplexity` does.
 */
export const sentencePerplexity: Metric = {
  name: "sentence_perplexity",
  definition: "e to the mean negative log-likelihood per reference, 1 at best",
  higherIsBetter: false,
  signature: (references) => formatSignature(references, { unit: "sentence" }),
  width: 2,
  /** [−Σ log P in nats, references] */
  count(segment) {
    const { negativeLogLikelihood, sentences } = forcedCounts("sentence perplexity", segment);
    return Float64Array.of(negativeLogLikelihood, sentences);
  },
  score: ([loss, sentences]) => expOfMean("sentence perplexity", loss!, sentences!, "sentences"),
};

function expOfMean(metric: string, loss: number, count: number, unit: string): number {
  if (!(count > 0) || Number.isNaN(loss)) {
    throw new DataError(
      `${metric}: negative log-likelihood ${loss} over ${count} ${unit}, expected a number over at least one`,
    );
  }
  return Math.exp(loss / count);
}
