import { expect, it } from "vitest";
import { corpusScore } from "./corpus-score.ts";
import { prefixAccuracy } from "./prefix-accuracy.ts";
import { sentenceOf } from "./segment.ts";

it("counts reference tokens up to the first mistake", () => {
  const segment = (hypothesis: string, ...references: string[]) => ({
    hypothesis: sentenceOf(hypothesis),
    references: references.map(sentenceOf),
  });
  expect(corpusScore(prefixAccuracy, [segment("a b x d", "a b c d")])).toBe(50);
  expect(corpusScore(prefixAccuracy, [segment("a b", "x", "a b c d")])).toBe(50);
  expect(corpusScore(prefixAccuracy, [segment("a b", "a b"), segment("x", "y z")])).toBe(50);
});
