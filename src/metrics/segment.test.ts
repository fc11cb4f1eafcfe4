import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { referenceCount, type Sentence, sameTokens, sentenceOf, toSegments } from "./segment.ts";

test("hypotheses and references are put side by side", () => {
  const [a, b, c, none] = ["a", "b", "c d", ""].map(sentenceOf) as [Sentence, Sentence, Sentence, Sentence];
  expect(toSegments([a, none], [[a, b], [c]])).toEqual([
    { hypothesis: { text: "a", tokens: ["a"] }, references: [a, b] },
    { hypothesis: { text: "", tokens: [] }, references: [{ text: "c d", tokens: ["c", "d"] }] },
  ]);
});

test("unequal counts are an error", () => {
  const a = sentenceOf("a");
  expect(() => toSegments([a, a, a], [[a], [a]])).toThrow(
    new DataError(
      "3 hypotheses but references for 2 sentences: expected as many of one as of the other, in the same order",
    ),
  );
});

test("references are counted, or vary", () => {
  const a = sentenceOf("a");
  const segment = (...references: Sentence[]) => ({ hypothesis: a, references });
  expect(referenceCount([segment(a, a), segment(a, a)])).toBe(2);
  expect(referenceCount([segment(a), segment(a, a)])).toBe("var");
  expect(referenceCount([])).toBe(0);
});

test("token lists are the same token by token, not letter by letter", () => {
  expect(sameTokens(["a", "b"], ["a", "b"])).toBe(true);
  expect(sameTokens(["a", "b"], ["ab"])).toBe(false);
  expect(sameTokens(["a", "b"], ["a", "c"])).toBe(false);
  expect(sameTokens(["a"], ["a", "b"])).toBe(false);
  expect(sameTokens([], [])).toBe(true);
});
