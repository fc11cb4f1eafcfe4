import fc from "fast-check";
import { expect, it } from "vitest";
import { spellings } from "./lexicon.ts";
import { seedPieces } from "./seed-pieces.ts";
import { TrainingText } from "./training-text.ts";

const seeds = (segments: ReadonlyMap<string, number>, longest: number, most: number) => {
  const characters = [...new Set([...segments.keys()].join(""))];
  const text = new TrainingText(segments, characters);
  const lexicon = seedPieces(text, longest, most);
  return spellings(text, lexicon).map((piece, n): [string, number] => [piece, lexicon.scores[n]!]);
};

/** Every substring with its count, and whether some longer one has all its places and starts where it does. */
function substrings(segments: ReadonlyMap<string, number>, longest: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [segment, count] of segments) {
    const characters = [...segment];
    for (let start = 0; start < characters.length; start++) {
      for (let end = start + 1; end <= Math.min(characters.length, start + longest); end++) {
        const piece = characters.slice(start, end).join("");
        counts.set(piece, (counts.get(piece) ?? 0) + count);
      }
    }
  }
  for (const [piece, count] of counts) {
    const isInside = [...counts].some(
      ([longer, times]) => longer !== piece && longer.startsWith(piece) && times === count,
    );
    if ([...piece].length > 1 && (isInside || count < 2)) counts.delete(piece);
  }
  return counts;
}

it("takes all characters and the longest of what is repeated, in proportion to count × length", () => {
  const segment = fc.string({ unit: fc.constantFrom("a", "b", "\u{1f600}"), minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(fc.array(fc.tuple(segment, fc.integer({ min: 1, max: 3 })), { minLength: 1 }), (entries) => {
      const segments = new Map(entries);
      const found = new Map(seeds(segments, 5, 1000));
      const expected = substrings(segments, 5);
      expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
      const gains = [...expected].map(([piece, count]) => count * [...piece].length);
      const total = gains.reduce((sum, gain) => sum + gain, 0);
      [...expected.keys()].forEach((piece, i) => {
        expect(found.get(piece)).toBeCloseTo(Math.log(gains[i]! / total), 10);
      });
    }),
    { numRuns: 500 },
  );
});

it("takes the substrings of the highest gain, of equal ones the first", () => {
  const segments = new Map([
    ["xyz", 2],
    ["abc", 2],
    ["pq", 4],
  ]);
  expect(seeds(segments, 16, 2).map(([piece]) => piece)).toEqual([..."abcpqxyz", "abc", "pq"]);
});
