import fc from "fast-check";
import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { corpusScore } from "./corpus-score.ts";
import { perplexity, sentencePerplexity } from "./perplexity.ts";
import { sentenceOf } from "./segment.ts";

const segment = (negativeLogLikelihood: number, tokens: number, sentences = 1) => ({
  hypothesis: sentenceOf(""),
  references: [sentenceOf("")],
  forced: { negativeLogLikelihood, tokens, correct: 0, sentences },
});

test("is e to the mean negative log-likelihood per token", () => {
  expect(corpusScore(perplexity, [segment(0, 3)])).toBe(1);
  // Three tokens of probability 1/2, 1/4 and 1/8: the geometric mean is 1/4.
  expect(corpusScore(perplexity, [segment(Math.log(2), 1), segment(Math.log(32), 2)])).toBeCloseTo(4, 12);
});

test("of sentences is e to the mean negative log-likelihood per reference", () => {
  expect(corpusScore(sentencePerplexity, [segment(Math.log(8), 3), segment(Math.log(8), 2, 2)])).toBeCloseTo(
    4,
    12,
  );
});

test("property: uniform guesses among V tokens have perplexity V", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50000 }), fc.integer({ min: 1, max: 1000 }), (V, tokens) => {
      expect(corpusScore(perplexity, [segment(tokens * Math.log(V), tokens)]) / V).toBeCloseTo(1, 9);
    }),
  );
});

test("no token, no number and no model are errors", () => {
  expect(() => corpusScore(perplexity, [segment(3, 0)])).toThrow(
    new DataError("perplexity: negative log-likelihood 3 over 0 tokens, expected a number over at least one"),
  );
  expect(() => corpusScore(sentencePerplexity, [segment(Number.NaN, 5)])).toThrow(
    new DataError(
      "sentence perplexity: negative log-likelihood NaN over 1 sentences, expected a number over at least one",
    ),
  );
  const { forced, ...bare } = segment(0, 1);
  expect(() => corpusScore(perplexity, [bare])).toThrow(
    new DataError(
      "perplexity: a sentence lacks what a model foresees of its references, which text alone does not tell: score a " +
        "model on pairs instead",
    ),
  );
});
