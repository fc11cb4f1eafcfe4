import type { Metric } from "./metric.ts";
import type { Segment } from "./segment.ts";
import { formatSignature } from "./signature.ts";

/** Share of reference tokens that an output has before its first mistake, of the reference it follows furthest, 0 … 100. */
export const prefixAccuracy: Metric = {
  name: "prefix_accuracy",
  definition:
    "% of reference tokens before the first mistake, of the reference that an output follows furthest",
  higherIsBetter: true,
  signature: (references) => formatSignature(references, { unit: "token" }),
  width: 2,
  /** [tokens before the first mistake, tokens of that reference] */
  count({ hypothesis, references }: Segment) {
    const counts = references.map(({ tokens }) => {
      const mistake = tokens.findIndex((token, i) => token !== hypothesis.tokens[i]);
      return [mistake < 0 ? tokens.length : mistake, Math.max(tokens.length, 1)] as const;
    });
    return Float64Array.of(
      ...counts.reduce((best, one) => (one[0] / one[1] > best[0] / best[1] ? one : best)),
    );
  },
  score: ([right, tokens]) => (100 * right!) / tokens!,
};
