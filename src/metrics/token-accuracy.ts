import { DataError } from "../errors.ts";
import { forcedCounts } from "./forced-counts.ts";
import type { Metric } from "./metric.ts";
import { formatSignature } from "./signature.ts";

/**
 * Share of target tokens, `</s>` included, that the model held to be the likeliest when it was given the right tokens
 * before them (teacher forcing), 0 … 100. `score` throws a `DataError` where there is no token or more are correct than
 * there are, `count` where a segment lacks the counts of teacher forcing.
 */
export const tokenAccuracy: Metric = {
  name: "token_accuracy",
  definition: "% of reference tokens foreseen, given the right tokens before them",
  higherIsBetter: true,
  signature: (references) => formatSignature(references, { unit: "token" }),
  width: 2,
  /** [tokens foreseen, tokens] */
  count(segment) {
    const { correct, tokens } = forcedCounts("token accuracy", segment);
    return Float64Array.of(correct, tokens);
  },
  score([correct, tokens]) {
    if (!(tokens! > 0 && correct! >= 0 && correct! <= tokens!)) {
      throw new DataError(
        `token accuracy: ${correct} of ${tokens} tokens correct, expected 0 … tokens of at least one`,
      );
    }
    return (100 * correct!) / tokens!;
  },
};
