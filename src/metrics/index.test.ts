import { expect, test } from "vitest";
import * as door from "./index.ts";

test("the door's names", () => {
  expect(Object.keys(door).sort()).toEqual([
    "bleu",
    "characterErrorRate",
    "chrf",
    "corpusScore",
    "countSegments",
    "createScoreAccumulator",
    "editDistance",
    "evaluateOutputs",
    "evaluationMetrics",
    "exactMatch",
    "metricNames",
    "metricsNamed",
    "perplexity",
    "referenceCount",
    "sentenceOf",
    "sentencePerplexity",
    "sentenceScores",
    "sumRows",
    "ter",
    "toSegments",
    "tokenAccuracy",
    "tokenBleu",
    "tokenErrorRate",
    "wordErrorRate",
  ]);
});
