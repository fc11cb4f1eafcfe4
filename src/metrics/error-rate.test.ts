import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpusScore } from "./corpus-score.ts";
import { characterErrorRate, tokenErrorRate, wordErrorRate } from "./error-rate.ts";
import { exactMatch, sequenceErrorRate } from "./exact-match.ts";
import { sentenceOf } from "./segment.ts";

const segment = (hypothesis: string, ...references: string[]) => ({
  hypothesis: sentenceOf(hypothesis),
  references: references.map(sentenceOf),
});
const phones = fc
  .array(fc.constantFrom("a", "b", "c"), { maxLength: 5 })
  .map((words) => sentenceOf(words.join(" ")));
const segments = fc.array(
  fc.record({ hypothesis: phones, references: fc.array(phones, { minLength: 1, maxLength: 3 }) }),
  { minLength: 1, maxLength: 5 },
);

test("exact match is the share of outputs that equal any of their references, token by token", () => {
  const items = [
    segment("a b", "a", "a b"),
    segment("a b", "b a"),
    segment("", "a"),
    segment("ab", "a b"),
    segment("", ""),
  ];
  expect(corpusScore(exactMatch, items)).toBe(40);
  expect(corpusScore(sequenceErrorRate, items)).toBe(60);
});

describe("tokenErrorRate", () => {
  test("is edits over the length of the nearest reference, summed before dividing", () => {
    const words = [
      // 0 edits from the second reference, 3 tokens long.
      segment("R IY1 D", "R EH1 D", "R IY1 D"),
      // 1 edit from the reference, 3 tokens long.
      segment("K AE1 T S", "K AE1 T"),
      // 2 edits from the first (5 tokens), 4 from the second.
      segment("A B C", "A B C D E", "X Y Z W"),
    ];
    expect(corpusScore(tokenErrorRate, words)).toBeCloseTo((100 * (0 + 1 + 2)) / (3 + 3 + 5), 10);
  });

  test("of equally near references the longest is taken, in any order", () => {
    expect(corpusScore(tokenErrorRate, [segment("A B", "A", "A B C")])).toBeCloseTo(100 / 3, 10);
    expect(corpusScore(tokenErrorRate, [segment("A B", "A B C", "A")])).toBeCloseTo(100 / 3, 10);
  });

  test("goes above 100 where outputs are far too long", () => {
    expect(corpusScore(tokenErrorRate, [segment("A B C D", "X")])).toBe(400);
  });

  test("is 100 where all references are empty and an output is not, 0 where none is", () => {
    expect(corpusScore(tokenErrorRate, [segment("a b c", "")])).toBe(100);
    expect(corpusScore(tokenErrorRate, [segment("", "")])).toBe(0);
  });

  test("property: 0 exactly where every output equals a reference", () => {
    fc.assert(
      fc.property(segments, (items) => {
        expect(corpusScore(tokenErrorRate, items) === 0).toBe(corpusScore(exactMatch, items) === 100);
      }),
    );
  });
});

describe("wordErrorRate", () => {
  test("is edits over the words of the text, whatever the tokens are", () => {
    const spelled = (text: string) => ({ text, tokens: [...text] });
    const item = {
      hypothesis: spelled("the cat sat in the mat"),
      references: [spelled("the cat sat on a mat"), spelled("dogs  bark")],
    };
    expect(corpusScore(wordErrorRate(), [item])).toBeCloseTo((100 * 2) / 6, 10);
    expect(corpusScore(tokenErrorRate, [item])).not.toBeCloseTo((100 * 2) / 6, 1);
  });

  test("lower-cases where told", () => {
    const item = segment("The Cat", "the cat");
    expect(corpusScore(wordErrorRate(), [item])).toBe(100);
    expect(corpusScore(wordErrorRate({ lowercase: true }), [item])).toBe(0);
  });
});

describe("characterErrorRate", () => {
  const rate = (hypothesis: string, ...references: string[]): number =>
    corpusScore(characterErrorRate(), [segment(hypothesis, ...references)]);

  test("is edits over code points of the nearest reference", () => {
    expect(rate("今日は寒い", "今日はとても寒い")).toBe((100 * 3) / 8);
    // 😀 is one character, an accent of its own another.
    expect(rate("a😀", "ae\u0301")).toBe((100 * 2) / 3);
    expect(rate("abcd", "xyz", "abc")).toBe(100 / 3);
  });

  test("white space inside of a line is one character, none at its ends", () => {
    expect(rate(" a \t\u3000 b ", "a b")).toBe(0);
    expect(rate("ab", "a  b")).toBe(100 / 3);
  });

  test("lower-cases where told", () => {
    expect(rate("ABC", "abc")).toBe(100);
    const metric = characterErrorRate({ lowercase: true });
    expect(corpusScore(metric, [segment("ABC", "abc")])).toBe(0);
    expect(metric.signature(1)).toMatch(/^nrefs:1\|case:lc\|tok:char\|space:one\|version:henkan-/);
  });
});
