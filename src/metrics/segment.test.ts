import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { checkSegments, sameTokens, toSegments } from "./segment.ts";

test("hypotheses and references are put side by side", () => {
  expect(toSegments([["a"], []], [[["a"], ["b"]], [["c"]]])).toEqual([
    { hypothesis: ["a"], references: [["a"], ["b"]] },
    { hypothesis: [], references: [["c"]] },
  ]);
});

test("unequal counts, nothing, and a sentence without a reference are errors", () => {
  expect(() => toSegments([["a"], ["b"], ["c"]], [[["a"]], [["b"]]])).toThrow(
    new DataError(
      "3 hypotheses but references for 2 sentences: expected as many of one as of the other, in the same order",
    ),
  );
  expect(() => checkSegments("BLEU", [])).toThrow(
    new DataError("BLEU: expected at least one sentence, there is none"),
  );
  const segments = [
    { hypothesis: ["a"], references: [["a"]] },
    { hypothesis: ["b"], references: [] },
  ];
  expect(() => checkSegments("BLEU", segments)).toThrow(
    new DataError("BLEU: sentence 2 has no reference, expected at least one"),
  );
});

test("token lists are the same token by token, not letter by letter", () => {
  expect(sameTokens(["a", "b"], ["a", "b"])).toBe(true);
  expect(sameTokens(["a", "b"], ["ab"])).toBe(false);
  expect(sameTokens(["a", "b"], ["a", "c"])).toBe(false);
  expect(sameTokens(["a"], ["a", "b"])).toBe(false);
  expect(sameTokens([], [])).toBe(true);
});
