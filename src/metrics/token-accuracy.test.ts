import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { corpusScore } from "./corpus-score.ts";
import { sentenceOf } from "./segment.ts";
import { tokenAccuracy } from "./token-accuracy.ts";

const segment = (correct: number, tokens: number) => ({
  hypothesis: sentenceOf(""),
  references: [sentenceOf("")],
  forced: { negativeLogLikelihood: 1, tokens, correct, sentences: 1 },
});

test("is correct over all, from 0 to 100", () => {
  expect(corpusScore(tokenAccuracy, [segment(1, 5), segment(2, 3)])).toBe(37.5);
  expect(corpusScore(tokenAccuracy, [segment(0, 7)])).toBe(0);
  expect(corpusScore(tokenAccuracy, [segment(7, 7)])).toBe(100);
});

test.each([
  [0, 0],
  [3, 2],
  [-1, 2],
  [Number.NaN, 2],
])("%d of %d is an error", (correct, tokens) => {
  expect(() => corpusScore(tokenAccuracy, [segment(correct, tokens)])).toThrow(
    new DataError(
      `token accuracy: ${correct} of ${tokens} tokens correct, expected 0 … tokens of at least one`,
    ),
  );
});
