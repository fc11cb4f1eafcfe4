import { expect, test } from "vitest";
import { ConfigError } from "../errors.ts";
import { type ChrfOptions, chrf } from "./chrf.ts";
import { corpusScore } from "./corpus-score.ts";
import { sentenceOf } from "./segment.ts";

const score = (options: ChrfOptions, hypothesis: string, ...references: string[]): number =>
  corpusScore(chrf(options), [
    { hypothesis: sentenceOf(hypothesis), references: references.map(sentenceOf) },
  ]);
const f = (precision: number, recall: number, beta = 2) =>
  (100 * (1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);

test("by hand: abcd for abxd, with pairs of characters", () => {
  // 3 of 4 characters, 1 of 3 pairs, on both sides.
  expect(score({ characterOrder: 2 }, "abcd", "abxd")).toBeCloseTo(
    f((3 / 4 + 1 / 3) / 2, (3 / 4 + 1 / 3) / 2),
    10,
  );
  // 3 of 3 and 3 of 4 characters, 2 of 2 and 2 of 3 pairs.
  const recall = (3 / 4 + 2 / 3) / 2;
  expect(score({ characterOrder: 2 }, "abc", "abcd")).toBeCloseTo(f(1, recall), 10);
  expect(score({ characterOrder: 2, beta: 1 }, "abc", "abcd")).toBeCloseTo(f(1, recall, 1), 10);
});

test("orders that one side does not have are left out, or count next to nothing", () => {
  expect(score({}, "ab", "ab")).toBeCloseTo(100, 10);
  expect(score({ epsSmoothing: true }, "ab", "ab")).toBeCloseTo(100 / 3, 10);
  expect(score({}, "", "ab")).toBe(0);
  expect(score({}, "ab", "")).toBe(0);
});

test("white space counts only where told, 😀 is one character", () => {
  expect(score({}, "a b", "ab")).toBeCloseTo(100, 10);
  expect(score({ whitespace: true }, "a b", "ab")).toBeLessThan(100);
  expect(score({ characterOrder: 1 }, "😀a", "😃a")).toBeCloseTo(50, 10);
});

test("words of chrF++ leave one mark at an end", () => {
  const words = { characterOrder: 1, wordOrder: 1 };
  // All characters are there. Words: ( hi ) against (hi ) with ) alone in common.
  expect(score(words, "(hi )", "(hi)")).toBeCloseTo(f((1 + 1 / 3) / 2, (1 + 1 / 2) / 2), 10);
  expect(score(words, "( hi", "(hi")).toBeCloseTo(100, 10);
  expect(score(words, "( hi )", "(hi)")).toBeCloseTo(f((1 + 1 / 3) / 2, (1 + 1 / 2) / 2), 10);
});

test("takes the best reference", () => {
  expect(score({}, "abc", "xyz", "abc")).toBeCloseTo(100, 10);
});

test("settings that make no sense are errors", () => {
  expect(() => chrf({ characterOrder: 0 })).toThrow(
    new ConfigError("chrF characterOrder 0: expected a whole number from 1 up"),
  );
  expect(() => chrf({ wordOrder: 1.5 })).toThrow(
    new ConfigError("chrF wordOrder 1.5: expected a whole number from 0 up"),
  );
  expect(() => chrf({ beta: 0 })).toThrow(new ConfigError("chrF beta 0: expected a number above 0"));
});
