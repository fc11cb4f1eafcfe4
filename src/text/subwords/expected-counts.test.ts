import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedCounts } from "./expected-counts.ts";
import { type Lexicon, spellings } from "./lexicon.ts";
import { seedPieces } from "./seed-pieces.ts";
import { TrainingText } from "./training-text.ts";

/** All segmentations of a text into pieces. */
function ways(text: string, pieces: ReadonlySet<string>): string[][] {
  if (text === "") return [[]];
  return Array.from({ length: text.length }, (_, i) => text.slice(0, i + 1))
    .filter((piece) => pieces.has(piece))
    .flatMap((piece) => ways(text.slice(piece.length), pieces).map((rest) => [piece, ...rest]));
}

const segment = fc.string({ unit: fc.constantFrom(..."abc"), minLength: 1, maxLength: 8 });
const corpora = fc.array(fc.tuple(segment, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 8 });
const read = (entries: [string, number][]) => {
  const segments = new Map(entries);
  const text = new TrainingText(segments, [..."abc"]);
  return { segments, text, lexicon: seedPieces(text, 4, 100) };
};

describe("expectedCounts", () => {
  it("is the sum over all ways to cut", () => {
    fc.assert(
      fc.property(corpora, (entries) => {
        const { segments, text, lexicon } = read(entries);
        const pieces = spellings(text, lexicon);
        const scoreOf = new Map(pieces.map((piece, n) => [piece, lexicon.scores[n]!]));
        const counts = new Map(pieces.map((piece) => [piece, 0]));
        let logLikelihood = 0;
        for (const [line, times] of segments) {
          const all = ways(line, new Set(pieces));
          const probabilities = all.map((way) => Math.exp(way.reduce((sum, x) => sum + scoreOf.get(x)!, 0)));
          const total = probabilities.reduce((sum, p) => sum + p, 0);
          logLikelihood += times * Math.log(total);
          all.forEach((way, i) => {
            for (const x of way) counts.set(x, counts.get(x)! + (times * probabilities[i]!) / total);
          });
        }
        const found = expectedCounts(text, lexicon);
        expect(found.logLikelihood).toBeCloseTo(logLikelihood, 8);
        pieces.forEach((piece, n) => expect(found.counts[n]).toBeCloseTo(counts.get(piece)!, 8));
      }),
      { numRuns: 300 },
    );
  });

  it("with the M step of EM the likelihood never falls", () => {
    fc.assert(
      fc.property(corpora, (entries) => {
        const { text, lexicon: seeds } = read(entries);
        let lexicon: Lexicon = seeds;
        let before = Number.NEGATIVE_INFINITY;
        for (let step = 0; step < 6; step++) {
          const { counts, logLikelihood } = expectedCounts(text, lexicon);
          expect(logLikelihood).toBeGreaterThanOrEqual(before - 1e-9);
          before = logLikelihood;
          const total = counts.reduce((sum, count) => sum + count, 0);
          lexicon = { ...lexicon, scores: counts.map((count) => Math.log(Math.max(count, 1e-300) / total)) };
        }
      }),
      { numRuns: 300 },
    );
  });

  it("stays in range where a stretch is long and its probability far below the smallest number", () => {
    const { text, lexicon } = read([["ab".repeat(2000), 1]]);
    const { counts, logLikelihood } = expectedCounts(text, {
      ...lexicon,
      scores: lexicon.scores.map(() => -50),
    });
    expect(logLikelihood).toBeLessThan(-49_000);
    const characters = spellings(text, lexicon).map((piece, n) => piece.length * counts[n]!);
    expect(characters.reduce((sum, n) => sum + n, 0)).toBeCloseTo(4000, 6);
  });
});
