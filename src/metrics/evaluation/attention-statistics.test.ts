import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../../errors.ts";
import { attentionStatistics } from "./attention-statistics.ts";

const diagonal = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

describe("attentionStatistics", () => {
  test("a clear diagonal: no entropy, always onward", () => {
    expect(attentionStatistics([diagonal])).toEqual({
      sentences: 1,
      rows: 3,
      entropy: 0,
      normalizedEntropy: 0,
      monotone: 1,
      kendallTau: 1,
    });
    expect(attentionStatistics([diagonal.toReversed()])).toMatchObject({ monotone: 0, kendallTau: -1 });
  });

  test("even weights: log₂ S bits, and no order", () => {
    const even = [
      [0.25, 0.25, 0.25, 0.25],
      [0.25, 0.25, 0.25, 0.25],
    ];
    expect(attentionStatistics([even])).toEqual({
      sentences: 1,
      rows: 2,
      entropy: 2,
      normalizedEntropy: 1,
      monotone: 1,
      kendallTau: null,
    });
  });

  test("by hand: entropies are averaged over rows, steps over the corpus, τ over sentences", () => {
    const first = [
      [0.5, 0.5],
      [0.25, 0.75],
      [1, 0],
    ];
    const { rows, entropy, normalizedEntropy, monotone, kendallTau } = attentionStatistics([first, diagonal]);
    const bits = 1 + (0.25 * 2 + 0.75 * Math.log2(4 / 3));
    expect(rows).toBe(6);
    expect(entropy).toBeCloseTo(bits / 6, 12);
    // Both rows with entropy are over two tokens: log₂ 2 is 1.
    expect(normalizedEntropy).toBeCloseTo(bits / 6, 12);
    expect(monotone).toBe(3 / 4);
    // Expected positions 0.5, 0.75, 0: one pair in order, two not. With the diagonal's 1.
    expect(kendallTau).toBeCloseTo((-1 / 3 + 1) / 2, 12);
  });

  test("normalised by each sentence's own source length", () => {
    const eight = [Array.from({ length: 8 }, (_, s) => (s < 2 ? 0.5 : 0))];
    expect(attentionStatistics([eight])).toMatchObject({ entropy: 1, normalizedEntropy: 1 / 3 });
  });

  test("weights rounded to three decimals are a distribution still", () => {
    expect(attentionStatistics([[[0.333, 0.333, 0.333]]]).entropy).toBeCloseTo(Math.log2(3), 12);
  });

  test("a single token on either side has no steps and no order", () => {
    expect(attentionStatistics([[[1]]])).toEqual({
      sentences: 1,
      rows: 1,
      entropy: 0,
      normalizedEntropy: 0,
      monotone: null,
      kendallTau: null,
    });
    expect(attentionStatistics([[[1], [1]]])).toMatchObject({
      normalizedEntropy: 0,
      monotone: 1,
      kendallTau: null,
    });
    // An empty output adds nothing.
    expect(attentionStatistics([[], diagonal])).toMatchObject({ sentences: 2, rows: 3, monotone: 1 });
  });

  test("what is no distribution is an error", () => {
    expect(() => attentionStatistics([[]])).toThrow(
      new DataError("attention: expected weights of at least one output token, there are none"),
    );
    expect(() => attentionStatistics([diagonal, [[1, 0], [1]]])).toThrow(
      new DataError("attention, sentence 2, row 2: 1 weights, expected 2"),
    );
    expect(() => attentionStatistics([[[]]])).toThrow(
      new DataError("attention, sentence 1, row 1: 0 weights, expected at least one"),
    );
    expect(() => attentionStatistics([[[1.5, -0.5]]])).toThrow(
      new DataError("attention, sentence 1, row 1: weight -0.5, expected 0 or more"),
    );
    expect(() => attentionStatistics([[[0.25, 0.25]]])).toThrow(
      new DataError("attention, sentence 1, row 1: weights add up to 0.5, expected 1 (to within 0.01)"),
    );
  });

  test("property: within their bounds; a source read backwards turns τ around", () => {
    const attention = fc.integer({ min: 1, max: 7 }).chain((S) =>
      fc.array(
        fc
          .array(fc.integer({ min: 1, max: 100 }), { minLength: S, maxLength: S })
          .map((row) => row.map((weight) => weight / row.reduce((sum, w) => sum + w, 0))),
        { minLength: 1, maxLength: 9 },
      ),
    );
    fc.assert(
      fc.property(attention, (rows) => {
        const one = attentionStatistics([rows]);
        expect(one.entropy).toBeGreaterThanOrEqual(0);
        expect(one.normalizedEntropy).toBeLessThanOrEqual(1 + 1e-12);
        const mirrored = attentionStatistics([rows.map((row) => row.toReversed())]);
        expect(mirrored.entropy).toBeCloseTo(one.entropy, 10);
        expect(Math.abs(one.kendallTau ?? 0)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});
