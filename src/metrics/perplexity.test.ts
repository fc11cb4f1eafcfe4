import fc from "fast-check";
import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { perplexity } from "./perplexity.ts";

test("is e to the mean negative log-likelihood per token", () => {
  expect(perplexity({ negativeLogLikelihood: 0, tokens: 3 })).toBe(1);
  // Three tokens of probability 1/2, 1/4 and 1/8: the geometric mean is 1/4.
  expect(perplexity({ negativeLogLikelihood: Math.log(64), tokens: 3 })).toBeCloseTo(4, 12);
});

test("property: uniform guesses among V tokens have perplexity V", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50000 }), fc.integer({ min: 1, max: 1000 }), (V, tokens) => {
      expect(perplexity({ negativeLogLikelihood: tokens * Math.log(V), tokens }) / V).toBeCloseTo(1, 9);
    }),
  );
});

test("no token and no number are errors", () => {
  expect(() => perplexity({ negativeLogLikelihood: 3, tokens: 0 })).toThrow(
    new DataError("perplexity: negative log-likelihood 3 over 0 tokens, expected a number over at least one"),
  );
  expect(() => perplexity({ negativeLogLikelihood: Number.NaN, tokens: 5 })).toThrow(DataError);
});
