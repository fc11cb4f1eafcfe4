import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareCodePoints } from "../code-points.ts";
import type { Merge } from "./bpe.ts";
import { trainBpe } from "./train-bpe.ts";

const OPTIONS = { size: 40, symbols: [], byteFallback: false, characterCoverage: 1 };

/** Sennrich's algorithm as published: all pairs are counted again for each merge. */
function learnByDefinition(segments: ReadonlyMap<string, number>, size: number): Merge[] {
  const texts = [...segments].map(([segment, count]) => ({ symbols: [...segment], count }));
  const pieces = new Set(texts.flatMap(({ symbols }) => symbols));
  const merges: Merge[] = [];
  while (4 + pieces.size < size) {
    const counts = new Map<string, number>();
    for (const { symbols, count } of texts) {
      for (let i = 0; i + 1 < symbols.length; i++) {
        const pair = `${symbols[i]} ${symbols[i + 1]}`;
        // In "aaa" the pair a·a fits once: counted as it would be merged.
        counts.set(pair, (counts.get(pair) ?? 0) + count);
      }
    }
    const order = (pair: string) => pair.replace(" ", "");
    const [best] = [...counts]
      .filter(([, count]) => count >= 2)
      .sort(
        ([a, countA], [b, countB]) =>
          countB - countA ||
          compareCodePoints(order(a), order(b)) ||
          compareCodePoints(a.split(" ")[0]!, b.split(" ")[0]!),
      );
    if (best === undefined) return merges;
    const [left, right] = best[0].split(" ") as [string, string];
    merges.push([left, right]);
    pieces.add(left + right);
    for (const text of texts) {
      const merged: string[] = [];
      for (let i = 0; i < text.symbols.length; i++) {
        const fits = text.symbols[i] === left && text.symbols[i + 1] === right;
        merged.push(fits ? left + right : text.symbols[i]!);
        if (fits) i++;
      }
      text.symbols = merged;
    }
  }
  return merges;
}

describe("learning byte-pair encoding", () => {
  it("learns what the definition learns", () => {
    const segments = fc
      .array(
        fc.tuple(
          fc.string({ unit: fc.constantFrom("a", "b", "c", "\uff5e", "😀"), minLength: 1 }),
          fc.integer({ min: 1, max: 9 }),
        ),
      )
      .map((entries) => new Map(entries));
    fc.assert(
      fc.property(segments, (counts) => {
        expect(trainBpe(counts, OPTIONS).merges).toEqual(learnByDefinition(counts, OPTIONS.size));
      }),
      { numRuns: 300 },
    );
  });

  it("learns the merges of Sennrich's example", () => {
    const counts = new Map([
      ["low_", 5],
      ["lower_", 2],
      ["newest_", 6],
      ["widest_", 3],
    ]);
    const merges = trainBpe(counts, { ...OPTIONS, size: 4 + 11 + 4 }).merges.map(([a, b]) => a + b);
    // e·s, es·t, est·_ and l·o of the paper; s·t and t·_ occur as often as e·s, which comes first by code point.
    expect(merges).toEqual(["es", "est", "est_", "lo"]);
  });

  it("depends on the counts alone, not on their order", () => {
    const entries = [
      ["abab", 3],
      ["bab", 3],
      ["ba", 2],
    ] as const;
    const json = (map: ReadonlyMap<string, number>) => JSON.stringify(trainBpe(map, OPTIONS));
    expect(json(new Map(entries))).toBe(json(new Map(entries.toReversed())));
  });

  it("never learns what is spelled like a fixed piece", () => {
    const counts = new Map([
      ["<s>", 9],
      ["<2ja>", 9],
      ["<0xE3>", 9],
    ]);
    const { pieces } = trainBpe(counts, {
      size: 999,
      symbols: ["<2ja>"],
      byteFallback: true,
      characterCoverage: 1,
    });
    expect(new Set(pieces).size).toBe(pieces.length);
    expect(
      pieces.slice(4 + 1 + 256).filter((piece) => "<2ja>".includes(piece) && piece.length === 4),
    ).toHaveLength(1);
  });

  it("leaves characters out that are not covered, and learns nothing over them", () => {
    const counts = new Map([
      ["aaxbb", 50],
      ["aabb", 50],
    ]);
    const model = trainBpe(counts, { ...OPTIONS, characterCoverage: 0.8 });
    expect(model.pieces.slice(4)).toEqual(["a", "b", "aa", "bb", "aabb"]);
  });

  it("keeps to the size, and learns less where there is less, or no room", () => {
    const counts = new Map([["abcabc", 2]]);
    expect(trainBpe(counts, { ...OPTIONS, size: 8 }).pieces.slice(4)).toEqual(["a", "b", "c", "ab"]);
    expect(trainBpe(counts, { ...OPTIONS, size: 6 }).pieces.slice(4)).toEqual(["a", "b"]);
    expect(trainBpe(counts, { ...OPTIONS, size: 3 }).pieces).toHaveLength(4);
    expect(trainBpe(new Map(), OPTIONS).pieces).toHaveLength(4);
  });
});
