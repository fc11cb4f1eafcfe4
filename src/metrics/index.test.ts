import { expect, test } from "vitest";
import * as door from "./index.ts";

test("the door's names", () => {
  expect(Object.keys(door).sort()).toEqual([
    "bleu",
    "editDistance",
    "evaluateOutputs",
    "exactMatch",
    "metricDefinitions",
    "perplexity",
    "toSegments",
    "tokenAccuracy",
    "tokenErrorRate",
    "wordErrorRate",
  ]);
});
