import { describe, expect, it } from "vitest";
import { indispensable } from "./prune-pieces.ts";
import { TrainingText } from "./training-text.ts";

const segment = "abcde";
const text = new TrainingText(new Map([[segment, 2]]), [...segment]);

/** The pieces of two or more characters that stay beside a … e, which have score −3 and are expected once each. */
function kept(
  longer: Readonly<Record<string, readonly [score: number, count: number]>>,
  most: number,
): string[] {
  const pieces = [...segment, ...Object.keys(longer)];
  const scored = [...Array.from(segment, () => [-3, 1] as const), ...Object.values(longer)];
  const lexicon = {
    starts: Int32Array.from(pieces, (piece) => segment.indexOf(piece)),
    lengths: Int32Array.from(pieces, (piece) => piece.length),
    scores: Float64Array.from(scored, ([score]) => score),
  };
  const counts = Float64Array.from(scored, ([, count]) => count);
  const stay = Array.from(indispensable(text, lexicon, counts, most), (n) => pieces[n]!);
  expect(stay.slice(0, 5).join("")).toBe(segment.slice(0, Math.min(most, 5)));
  return stay.slice(5);
}

describe("indispensable", () => {
  it("leaves out what its likeliest parts are as likely as", () => {
    const scores = { ab: [-5.9, 3], bc: [-6, 3], abc: [-8.8, 3], cde: [-9.1, 3], bcd: [-8.9, 3] } as const;
    expect(kept(scores, 100)).toEqual(["ab", "abc", "bcd"]);
    expect(kept({ abc: [-8.8, 3] }, 100)).toEqual(["abc"]);
    expect(kept({ ab: [-5, 3], abc: [-8.1, 3] }, 100)).toEqual(["ab"]);
  });

  it("keeps characters before all else", () => {
    expect(kept({ ab: [-2, 90] }, 5)).toEqual([]);
    expect(kept({ ab: [-2, 90] }, 3)).toEqual([]);
  });

  it("of the others leaves out what the text would miss the least", () => {
    // N = 22. By hand: loss(abc) = 2 (log 2/22 − log 3/24 − log 10/24) = 1.1, as its likeliest parts are a and bc;
    // loss(bc) = 8 (log 8/22 − 2 log 9/30) = 11.2; loss(de) = 7 (log 7/22 − 2 log 8/29) = 10.0.
    const scores = { abc: [-5, 2], bc: [-4, 8], de: [-4, 7] } as const;
    expect(kept(scores, 8)).toEqual(["abc", "bc", "de"]);
    expect(kept(scores, 7)).toEqual(["bc", "de"]);
    expect(kept(scores, 6)).toEqual(["bc"]);
  });

  it("weighs how often a piece is expected, and not its probability alone", () => {
    expect(kept({ ab: [-3.5, 2], de: [-4, 40] }, 6)).toEqual(["de"]);
  });
});
