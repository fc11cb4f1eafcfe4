import { DataError } from "../errors.ts";

/**
 * exp(−(1/N) Σ log P(yᵗ | y¹ … yᵗ⁻¹, x)): as many equally likely tokens the model hesitates between, 1 at best.
 * @param negativeLogLikelihood −Σ log P over all target tokens, nats
 * @param tokens N, all target tokens, `</s>` included
 * @throws {DataError} where there is no token or the likelihood is not a number
 */
export function perplexity({
  negativeLogLikelihood,
  tokens,
}: {
  negativeLogLikelihood: number;
  tokens: number;
}): number {
  if (!(tokens > 0) || Number.isNaN(negativeLogLikelihood)) {
    throw new DataError(
      `perplexity: negative log-likelihood ${negativeLogLikelihood} over ${tokens} tokens, expected a number over at ` +
        "least one",
    );
  }
  return Math.exp(negativeLogLikelihood / tokens);
}
