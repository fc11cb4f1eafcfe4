import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { evaluateOutputs, metricDefinitions } from "./evaluate.ts";

const words = (text: string): string[] => text.split(" ");

test("every metric of two sentences, by hand", () => {
  const segments = [
    { hypothesis: words("the cat sat on the mat"), references: [words("the cat sat on the mat")] },
    { hypothesis: words("it is a cold"), references: [words("it is cold today"), words("cold")] },
  ];
  const forced = { negativeLogLikelihood: 12 * Math.log(3), tokens: 12, correct: 9 };
  const { sentences, metrics } = evaluateOutputs(segments, forced);
  expect(sentences).toBe(2);
  expect(metrics.exact_match).toBe(50);
  expect(metrics.wer).toBe(50);
  // Second sentence: delete "a", insert "today".
  expect(metrics.per).toBeCloseTo((100 * 2) / (6 + 4), 10);
  // Precisions 9/10, 6/8, 4/6, 3/4; both sides are 10 tokens long.
  expect(metrics.bleu).toBeCloseTo(100 * ((9 / 10) * (6 / 8) * (4 / 6) * (3 / 4)) ** 0.25, 10);
  expect(metrics.token_accuracy).toBe(75);
  expect(metrics.perplexity).toBeCloseTo(3, 10);
  expect(Object.keys(metrics)).toEqual(Object.keys(metricDefinitions));
});

test("nothing to evaluate is an error", () => {
  expect(() => evaluateOutputs([], { negativeLogLikelihood: 1, tokens: 1, correct: 1 })).toThrow(DataError);
});
