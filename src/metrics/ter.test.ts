import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpusScore } from "./corpus-score.ts";
import { numberDistance } from "./edit-distance.ts";
import { sentenceOf } from "./segment.ts";
import { countEdits, ter } from "./ter.ts";
import type { TercomOptions } from "./tercom-tokenization.ts";

const numbers = (text: string): number[] => text.split(" ").map((word) => word.codePointAt(0)!);
const edits = (hypothesis: string, reference: string) => countEdits(numbers(hypothesis), numbers(reference));
const score = (options: TercomOptions, hypothesis: string, ...references: string[]): number =>
  corpusScore(ter(options), [{ hypothesis: sentenceOf(hypothesis), references: references.map(sentenceOf) }]);

describe("edits", () => {
  test("words that move together are one", () => {
    expect(edits("c d e a b", "a b c d e")).toBe(1);
    expect(edits("a x b c", "a b c x")).toBe(1);
    // A shift and a substitution.
    expect(edits("e a b z d", "a b c d e")).toBe(2);
  });

  test("the example of Snover et al. 2006, section 2", () => {
    const reference = "SAUDI ARABIA denied THIS WEEK information published in the AMERICAN new york times";
    const hypothesis = "THIS WEEK THE SAUDIS denied information published in the new york times";
    // One shift ("this week"), two substitutions ("the saudis"), one insertion ("American").
    expect(score({}, hypothesis, reference)).toBeCloseTo((100 * 4) / 13, 10);
  });

  test("more than ten words do not move at once", () => {
    expect(edits("x a b c d e f g h i j", "a b c d e f g h i j x")).toBe(1);
    expect(
      edits("p q r s t u v w x y z a b c d e f g h i j k", "a b c d e f g h i j k p q r s t u v w x y z"),
    ).toBe(2);
  });

  // sacreBLEU 2.6.0, lib_ter.translation_edit_rate, on words h(i) = a·i² mod v and r(j) = b·(j² + j) mod v.
  test.each([
    [40, 40, 7, 5, 11, 29],
    [60, 80, 3, 7, 23, 65],
    [90, 45, 5, 3, 37, 75],
    [1, 200, 1, 1, 9, 199],
    [2, 150, 1, 1, 200, 149],
  ])("%i words for %i, beyond the limits of beam, distance and tries", (n, m, a, b, v, expected) => {
    const hypothesis = Array.from({ length: n }, (_, i) => (a * i ** 2) % v);
    const reference = Array.from({ length: m }, (_, j) => (b * (j ** 2 + j)) % v);
    expect(countEdits(hypothesis, reference)).toBe(expected);
  });

  test("property: between 0 and the plain edit distance, where no side is longer than the beam", () => {
    const words = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 20 });
    fc.assert(
      fc.property(words, words, (hypothesis, reference) => {
        const count = countEdits(hypothesis, reference);
        expect(count).toBeGreaterThanOrEqual(Math.abs(hypothesis.length - reference.length));
        expect(count).toBeLessThanOrEqual(numberDistance(hypothesis, reference));
        expect(countEdits(hypothesis, hypothesis)).toBe(0);
      }),
    );
  });
});

describe("ter", () => {
  test("is over the mean length of the references, from the one that needs fewest edits", () => {
    expect(score({}, "a b c", "a b d", "a b c d e f g")).toBe((100 * 1) / 5);
    expect(score({}, "a b c d", "a b c d e f", "x")).toBeCloseTo((100 * 2) / 3.5, 10);
  });

  test("empty sides", () => {
    expect(score({}, "", "")).toBe(0);
    expect(score({}, "a b", "")).toBe(100);
    expect(score({}, "", "a b")).toBe(100);
    expect(score({}, "a b", "", "a b")).toBe(0);
    expect(score({}, "a b c", "a b", "")).toBe(100);
  });

  // Found beside sacreBLEU 2.6.0.
  test("normalizes references twice", () => {
    expect(score({ normalized: true }, "it's\there", "it's\there")).toBeCloseTo(200 / 3, 10);
  });

  test("signatures", () => {
    expect(ter().signature(1)).toMatch(
      /^nrefs:1\|case:lc\|tok:tercom\|norm:no\|punct:yes\|asian:no\|version:henkan-/,
    );
    const other = ter({ normalized: true, noPunct: true, asianSupport: true, caseSensitive: true });
    expect(other.signature(2)).toMatch(
      /^nrefs:2\|case:mixed\|tok:tercom\|norm:yes\|punct:no\|asian:yes\|version:/,
    );
  });
});
