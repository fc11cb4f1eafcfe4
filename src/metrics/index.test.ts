import { expect, test } from "vitest";
import * as door from "./index.ts";

test("the door's names", () => {
  expect(Object.keys(door).sort()).toEqual([
    "alignmentErrorRate",
    "approximateRandomization",
    "attentionStatistics",
    "binomialInterval",
    "bleu",
    "bootstrapInterval",
    "editDistance",
    "evaluateOutputs",
    "exactMatch",
    "hardAlignment",
    "metricDefinitions",
    "pairedBootstrap",
    "parseAlignments",
    "perplexity",
    "quantileBounds",
    "scoresByLength",
    "seedSpread",
    "toSegments",
    "tokenAccuracy",
    "tokenErrorRate",
    "wordErrorRate",
  ]);
});
