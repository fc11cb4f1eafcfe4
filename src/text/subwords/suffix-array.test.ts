import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonPrefixes, suffixArray } from "./suffix-array.ts";

const texts = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(3), { maxLength: 60 }))
  .map(([letters, text]) => Int32Array.from([...text.map((n) => 1 + (n % letters)), 0]));

/** The symbols from a place on, as text with the same order. */
const suffix = (text: Int32Array, place: number) => String.fromCharCode(...text.subarray(place));

describe("suffixArray", () => {
  it("is the order of the suffixes", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const sorted = [...text.keys()].sort((a, b) => (suffix(text, a) < suffix(text, b) ? -1 : 1));
        expect([...suffixArray(text, 5)]).toEqual(sorted);
      }),
      { numRuns: 2000 },
    );
  });

  it("sorts what names itself at several depths", () => {
    let [a, b] = ["1", "12"];
    while (b.length < 2000) [a, b] = [b, b + a];
    const text = Int32Array.from([...b, "0"], Number);
    const suffixes = suffixArray(text, 3);
    expect(new Set(suffixes).size).toBe(text.length);
    for (let k = 1; k < suffixes.length; k++) {
      expect(suffix(text, suffixes[k - 1]!) < suffix(text, suffixes[k]!)).toBe(true);
    }
  });
});

describe("commonPrefixes", () => {
  it("counts what neighbours share, as far as both reach", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 6 }), (text, longest) => {
        const extent = text.map((_, i) => Math.min(longest, text.length - 1 - i));
        const suffixes = suffixArray(text, 5);
        const shared = (a: number, b: number): number => {
          const limit = Math.min(extent[a]!, extent[b]!);
          let common = 0;
          while (common < limit && text[a + common] === text[b + common]) common++;
          return common;
        };
        const expected = [...suffixes].map((place, k) => (k === 0 ? 0 : shared(suffixes[k - 1]!, place)));
        expect([...commonPrefixes(text, suffixes, extent)]).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
