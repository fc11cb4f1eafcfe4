import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../errors.ts";
import { type BleuOptions, bleu, tokenBleu } from "./bleu.ts";
import { corpusScore } from "./corpus-score.ts";
import { sentenceOf } from "./segment.ts";
import { countSegments, sumRows } from "./segment-counts.ts";

const segment = (hypothesis: string, ...references: string[]) => ({
  hypothesis: sentenceOf(hypothesis),
  references: references.map(sentenceOf),
});
const one = (hypothesis: string, ...references: string[]): number =>
  corpusScore(tokenBleu, [segment(hypothesis, ...references)]);
const scored = (options: BleuOptions, hypothesis: string, ...references: string[]): number =>
  corpusScore(bleu(options), [segment(hypothesis, ...references)]);

describe("bleu", () => {
  test("Papineni's second example: candidate counts are clipped by the largest count in one reference", () => {
    // "the" 7 times against 2 in the first reference: p₁ = 2/7, and no bigram matches.
    expect(one("the the the the the the the", "the cat is on the mat", "there is a cat on the mat")).toBe(0);
  });

  test("by hand: precisions 5/6, 4/5, 3/4, 2/3 and no brevity penalty", () => {
    const expected = 100 * ((5 / 6) * (4 / 5) * (3 / 4) * (2 / 3)) ** 0.25;
    expect(one("the cat sat on the rug", "the cat sat on the mat")).toBeCloseTo(expected, 10);
  });

  test("by hand: 5 tokens against 7 pay exp(1 − 7/5)", () => {
    expect(one("a b c d e", "a b c d e f g")).toBeCloseTo(100 * Math.exp(1 - 7 / 5), 10);
  });

  test("of two references equally close in length the shorter counts", () => {
    expect(one("a b c d e", "a b c d e f", "a b c d")).toBeCloseTo(100, 10);
    expect(one("a b c d e", "a b c d", "a b c d e f")).toBeCloseTo(100, 10);
  });

  test("an n-gram counts as often as in one reference, not as in all together", () => {
    // Unigrams: a ≤ 1, b ≤ 2 → 5 of 6 count ("b" appears three times).
    const expected = 100 * ((5 / 6) * (4 / 5) * (3 / 4) * (2 / 3)) ** 0.25;
    expect(one("a b c b d b", "a b c b d e", "b b x y z w")).toBeCloseTo(expected, 10);
  });

  test("a word boundary is not a space inside of a token", () => {
    const hypothesis = { text: "", tokens: ["a", "b c", "d", "e"] };
    const references = [{ text: "", tokens: ["a b", "c", "d", "e"] }];
    expect(corpusScore(tokenBleu, [{ hypothesis, references }])).toBe(0);
  });

  test("nothing in common, and nothing at all, score 0 whatever the smoothing", () => {
    for (const smooth of ["exp", "floor", "add-k", "none"] as const) {
      for (const effectiveOrder of [false, true]) {
        expect(scored({ smooth, effectiveOrder }, "a b c d", "e f g h")).toBe(0);
        expect(scored({ smooth, effectiveOrder }, "", "e f g h")).toBe(0);
        expect(scored({ smooth, effectiveOrder }, "", "")).toBe(0);
      }
    }
  });

  test("smoothing, by hand: 3 of 4 tokens, 1 of 3 pairs, no three and no four in a row", () => {
    const score = (options: BleuOptions) => scored(options, "a b x c", "a b y c");
    const mean = (...precisions: number[]) => 100 * precisions.reduce((a, b) => a * b) ** 0.25;
    expect(score({ smooth: "none" })).toBe(0);
    expect(score({ smooth: "exp" })).toBeCloseTo(mean(3 / 4, 1 / 3, 1 / (2 * 2), 1 / (4 * 1)), 10);
    expect(score({ smooth: "floor" })).toBeCloseTo(mean(3 / 4, 1 / 3, 0.1 / 2, 0.1 / 1), 10);
    expect(score({ smooth: "floor", smoothValue: 0.5 })).toBeCloseTo(
      mean(3 / 4, 1 / 3, 0.5 / 2, 0.5 / 1),
      10,
    );
    expect(score({ smooth: "add-k" })).toBeCloseTo(mean(3 / 4, 2 / 4, 1 / 3, 1 / 2), 10);
    expect(score({ smooth: "add-k", smoothValue: 3 })).toBeCloseTo(mean(3 / 4, 4 / 6, 3 / 5, 3 / 4), 10);
  });

  test("effective order leaves out what a short sentence cannot have", () => {
    expect(scored({}, "a b", "a b")).toBe(0);
    expect(scored({ effectiveOrder: true }, "a b", "a b")).toBeCloseTo(100, 10);
    expect(scored({ effectiveOrder: true, smooth: "none" }, "a b", "b a")).toBe(0);
  });

  test("lower-cases text and tokens", () => {
    expect(scored({ lowercase: true }, "The Cat sat DOWN", "the cat sat down")).toBeCloseTo(100, 10);
    expect(scored({ lowercase: true, tokenize: "none" }, "The Cat sat DOWN", "the cat sat down")).toBeCloseTo(
      100,
      10,
    );
  });

  test("tells what the score is made of", () => {
    const metric = bleu();
    const sums = sumRows(countSegments(metric, [segment("a b c d e", "a b c d e f g")]));
    expect(metric.details(sums)).toEqual({
      score: metric.score(sums),
      brevityPenalty: Math.exp(1 - 7 / 5),
      precisions: [100, 100, 100, 100],
      hypothesisLength: 5,
      referenceLength: 7,
    });
  });

  test("signatures", () => {
    expect(bleu().signature(1)).toMatch(
      /^nrefs:1\|case:mixed\|eff:no\|tok:13a\|smooth:exp\|version:henkan-[\d.]+$/,
    );
    const other = bleu({ tokenize: "zh", smooth: "add-k", effectiveOrder: true, lowercase: true });
    expect(other.signature("var")).toMatch(
      /^nrefs:var\|case:lc\|eff:yes\|tok:zh\|smooth:add-k\[1.00\]\|version:/,
    );
  });

  test("settings that make no sense are errors", () => {
    expect(() => bleu({ tokenize: "13b" as "13a" })).toThrow(
      new ConfigError('BLEU tokenization "13b": expected one of "13a", "intl", "char", "zh", "none"'),
    );
    expect(() => bleu({ smooth: "ex" as "exp" })).toThrow(
      new ConfigError('BLEU smoothing "ex": expected one of "exp", "floor", "add-k", "none"'),
    );
    expect(() => bleu({ smoothValue: 2 })).toThrow(
      new ConfigError(
        'BLEU smoothing value 2: "exp" takes none; leave it out, or smooth by "floor" or "add-k"',
      ),
    );
    expect(() => bleu({ smooth: "floor", smoothValue: 0 })).toThrow(
      new ConfigError("BLEU smoothing value 0: expected a number above 0"),
    );
  });

  test("property: 0 … 100, the order of references does not matter, a copy scores 100", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c"), { minLength: 4, maxLength: 9 })
      .map((words) => words.join(" "));
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 3 }), (hypothesis, references) => {
        const score = one(hypothesis, ...references);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(one(hypothesis, ...references.toReversed())).toBe(score);
        expect(one(hypothesis, ...references, hypothesis)).toBe(100);
      }),
    );
  });
});
