import fc from "fast-check";
import { expect, test } from "vitest";
import { clippedMatches } from "./clipped-matches.ts";

const symbols = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });

/** The definition, with n-grams as strings. */
function byDefinition(hypothesis: number[], references: number[][], n: number): number {
  const ngrams = (sequence: number[]): string[] =>
    Array.from({ length: Math.max(0, sequence.length - n + 1) }, (_, i) =>
      sequence.slice(i, i + n).join(" "),
    );
  const count = (ngram: string, sequence: number[]) =>
    ngrams(sequence).filter((other) => other === ngram).length;
  return [...new Set(ngrams(hypothesis))].reduce((sum, ngram) => {
    const most = Math.max(0, ...references.map((reference) => count(ngram, reference)));
    return sum + Math.min(count(ngram, hypothesis), most);
  }, 0);
}

test("property: agrees with the definition at every order", () => {
  fc.assert(
    fc.property(symbols, fc.array(symbols, { maxLength: 3 }), (hypothesis, references) => {
      const expected = [1, 2, 3, 4, 5].map((n) => byDefinition(hypothesis, references, n));
      expect(clippedMatches(hypothesis, references, 5)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("property: one more reference never lowers a count", () => {
  fc.assert(
    fc.property(symbols, fc.array(symbols, { maxLength: 2 }), symbols, (hypothesis, references, another) => {
      const before = clippedMatches(hypothesis, references, 4);
      clippedMatches(hypothesis, [...references, another], 4).forEach((count, i) => {
        expect(count).toBeGreaterThanOrEqual(before[i]!);
      });
    }),
  );
});

test("long sequences and large symbols", () => {
  const sequence = Array.from({ length: 5000 }, (_, i) => (i % 977) * 1000 + 65536);
  expect(clippedMatches(sequence, [sequence.toReversed(), sequence], 3)).toEqual([5000, 4999, 4998]);
  expect(clippedMatches(sequence, [sequence.slice(2500)], 1)).toEqual([2500]);
});
