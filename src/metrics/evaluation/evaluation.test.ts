import { expect, test } from "vitest";
import { DataError } from "../../errors.ts";
import { evaluationMetrics } from "../named-metrics.ts";
import { sentenceOf } from "../segment.ts";
import { evaluateOutputs } from "./evaluation.ts";

test("every metric of two sentences, by hand", () => {
  const segments = [
    {
      hypothesis: sentenceOf("the cat sat on the mat"),
      references: [sentenceOf("the cat sat on the mat")],
      forced: { negativeLogLikelihood: 2 * Math.log(3), tokens: 7, correct: 4, sentences: 1 },
    },
    {
      hypothesis: sentenceOf("it is a cold"),
      references: [sentenceOf("it is cold today"), sentenceOf("cold")],
      forced: { negativeLogLikelihood: 10 * Math.log(3), tokens: 5, correct: 5, sentences: 2 },
    },
  ];
  const { sentences, metrics } = evaluateOutputs(segments);
  expect(sentences).toBe(2);
  expect(metrics.exact_match).toBe(50);
  expect(metrics.sequence_error_rate).toBe(50);
  // Second sentence: delete "a", insert "today".
  expect(metrics.token_error_rate).toBeCloseTo((100 * 2) / (6 + 4), 10);
  // Precisions 9/10, 6/8, 4/6, 3/4; both sides are 10 tokens long.
  expect(metrics.bleu).toBeCloseTo(100 * ((9 / 10) * (6 / 8) * (4 / 6) * (3 / 4)) ** 0.25, 10);
  expect(metrics.token_accuracy).toBe(75);
  expect(metrics.perplexity).toBeCloseTo(3, 10);
  expect(Object.keys(metrics)).toEqual(Object.keys(evaluationMetrics));
  expect(Object.values(evaluationMetrics).map(({ name }) => name)).toEqual(Object.keys(metrics));
});

test("nothing to evaluate is an error", () => {
  expect(() => evaluateOutputs([])).toThrow(
    new DataError("exact_match: expected at least one sentence, there is none"),
  );
});
