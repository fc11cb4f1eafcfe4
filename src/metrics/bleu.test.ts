import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { bleu } from "./bleu.ts";
import { toSegments } from "./segment.ts";

const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");
const one = (hypothesis: string, ...references: string[]): number =>
  bleu([{ hypothesis: words(hypothesis), references: references.map(words) }]);

/** Each hypothesis with its two references. */
const golden = [
  ["It is cold today.", "It is cold today.", "Today is cold."],
  [
    "The train was late because of the heavy snow.",
    "Because of heavy snow, the train was late.",
    "The train was delayed by the heavy snow.",
  ],
  [
    "She bought three apples and a loaf of bread.",
    "She bought three apples and one loaf of bread.",
    "She purchased three apples and some bread.",
  ],
  [
    "He don't know where the station is.",
    "He doesn't know where the station is.",
    "He does not know where the station is.",
  ],
  [
    "Please turn the light off before leave.",
    "Please turn off the light before you leave.",
    "Turn the light off before you leave, please.",
  ],
  [
    "The price rose by 3.5% to $1,200 in 2024.",
    "The price rose 3.5% to $1,200 in 2024.",
    "In 2024 the price went up by 3.5 % to 1,200 dollars.",
  ],
  [
    '"Where are you going?" she asked.',
    '"Where are you going?" she asked.',
    'She asked, "Where are you going?"',
  ],
  [
    "I have lived in Tokyo since ten years.",
    "I have lived in Tokyo for ten years.",
    "I've been living in Tokyo for ten years.",
  ],
  ["The the cat sat sat on the mat.", "The cat sat on the mat.", "A cat was sitting on the mat."],
  ["No.", "No.", "No!"],
  ["Yes", "No, thank you.", "I would rather not."],
  ["", "Nothing was said.", "No words."],
  ["A B C D E F G", "G F E D C B A", "A B C D E F G H"],
  [
    "Wi-Fi isn't available on the 2nd floor (yet).",
    "Wi-Fi is not available on the second floor (yet).",
    "There is no Wi-Fi on the 2nd floor yet.",
  ],
  ["naïve café résumé — coöperate…", "naïve café résumé – cooperate...", "naive cafe resume - cooperate ..."],
  [
    "U.S.A. vs. U.K.: 10-20, 1,000,000; 5 & 6 &amp; 7",
    "USA vs UK: 10–20, 1,000,000; 5 & 6 & 7",
    "U.S.A. versus U.K.: 10-20, 1000000; 5 and 6 and 7",
  ],
  [
    "He said he will come , but he did not came .",
    "He said he would come, but he did not come.",
    "He said that he'd come, but didn't.",
  ],
  ["Emoji are fine 😀👍🏽 here", "Emoji are fine 😀 👍🏽 here", "Emoji are fine here"],
] as const;

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
    expect(one("a b c d e", "a b c d e f", "a b c d")).toBe(100);
    expect(one("a b c d e", "a b c d", "a b c d e f")).toBe(100);
  });

  test("an n-gram counts as often as in one reference, not as in all together", () => {
    // Unigrams: a ≤ 1, b ≤ 2 → 5 of 6 count ("b" appears three times).
    const expected = 100 * ((5 / 6) * (4 / 5) * (3 / 4) * (2 / 3)) ** 0.25;
    expect(one("a b c b d b", "a b c b d e", "b b x y z w")).toBeCloseTo(expected, 10);
  });

  test("a word boundary is not a space inside of a token", () => {
    const references = [["a b", "c", "d", "e"]];
    expect(bleu([{ hypothesis: ["a", "b c", "d", "e"], references }])).toBe(0);
  });

  // sacreBLEU 2.6.0, corpus_bleu(hypotheses, [references₁, references₂], tokenize="none", smooth_method="none").
  test("agrees with sacreBLEU on its own tokens, one reference and two", () => {
    const hypotheses = golden.map(([hypothesis]) => words(hypothesis));
    const firsts = golden.map(([, first]) => [words(first)]);
    const both = golden.map(([, first, second]) => [words(first), words(second)]);
    expect(bleu(toSegments(hypotheses, firsts))).toBeCloseTo(41.253715933594926, 9);
    expect(bleu(toSegments(hypotheses, both))).toBeCloseTo(53.44002719006553, 9);
  });

  test("nothing in common, and nothing at all, score 0; no sentence is an error", () => {
    expect(one("a b c d", "e f g h")).toBe(0);
    expect(one("", "e f g h")).toBe(0);
    expect(() => bleu([])).toThrow(new DataError("BLEU: expected at least one sentence, there is none"));
  });

  test("property: 0 … 100, the order of references does not matter, a copy scores 100", () => {
    const tokens = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(tokens, fc.array(tokens, { minLength: 1, maxLength: 3 }), (hypothesis, references) => {
        const score = bleu([{ hypothesis, references }]);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100 + 1e-9);
        expect(bleu([{ hypothesis, references: references.toReversed() }])).toBe(score);
        expect(bleu([{ hypothesis, references: [...references, hypothesis] }])).toBeCloseTo(100, 9);
      }),
    );
  });
});
