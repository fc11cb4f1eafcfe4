import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError, DataError } from "../errors.ts";
import { bootstrapInterval } from "./bootstrap.ts";
import { type MeasuredOutputs, quantileBounds, scoresByLength } from "./by-length.ts";
import { countsOf, randomCounts, rate } from "./metric.fixture.ts";

const sources = [3, 5, 6, 12, 4, 70];
const system: MeasuredOutputs = {
  counts: countsOf([
    [1, 2],
    [3, 3],
    [2, 5],
    [4, 8],
    [0, 5],
    [9, 10],
  ]),
  hypothesisLengths: [2, 4, 5, 9, 3, 5],
  referenceLengths: [2, 3, 5, 12, 5, 10],
};

describe("scoresByLength", () => {
  test("sentences go by source length, five tokens a bucket, the last one open", () => {
    const buckets = scoresByLength(sources, [system], rate, { seed: 1 });
    expect(buckets.map(({ from, to, n }) => [from, to, n])).toEqual([
      [1, 5, 3],
      [6, 10, 1],
      [11, 15, 1],
      [51, null, 1],
    ]);
    expect(buckets.map(({ systems }) => systems[0]!.score)).toEqual([40, 40, 50, 90]);
    expect(buckets.map(({ systems }) => systems[0]!.brevityRatio)).toEqual([9 / 10, 1, 9 / 12, 1 / 2]);
  });

  test("the interval is the bootstrap's of the bucket's own sentences", () => {
    const [short, single] = scoresByLength(sources, [system], rate, { resamples: 199, level: 0.9, seed: 1 });
    const own = countsOf([
      [1, 2],
      [3, 3],
      [0, 5],
    ]);
    const { low, high } = bootstrapInterval(own, rate, { resamples: 199, level: 0.9, seed: 1 });
    expect(short!.systems[0]!.interval).toEqual({ low, high });
    expect(single!.systems[0]!.interval).toBeNull();
  });

  test("several systems stand side by side, on the same resamples", () => {
    const halved = {
      ...system,
      counts: { ...system.counts, values: system.counts.values.map((v, i) => (i % 2 ? v : v / 2)) },
    };
    for (const { systems } of scoresByLength(sources, [system, halved], rate, { seed: 1 })) {
      expect(systems[1]!.score).toBe(systems[0]!.score / 2);
      const [whole, half] = systems.map(({ interval }) => interval);
      expect(half).toEqual(whole && { low: whole.low / 2, high: whole.high / 2 });
    }
  });

  test("bounds as asked for; an empty source is in the first bucket", () => {
    const shape = (lengths: number[], bounds: number[]): unknown[] =>
      scoresByLength(lengths, [system], rate, { bounds, resamples: 39, seed: 1 }).map(({ from, to, n }) => [
        from,
        to,
        n,
      ]);
    expect(shape(sources, [4, 12])).toEqual([
      [1, 4, 2],
      [5, 12, 3],
      [13, null, 1],
    ]);
    expect(shape(sources, [])).toEqual([[1, null, 6]]);
    expect(shape([0, 5, 6, 12, 4, 70], [4, 80])).toEqual([
      [0, 4, 2],
      [5, 80, 4],
    ]);
  });

  test("no reference token, no brevity ratio", () => {
    const bare = { ...system, referenceLengths: [0, 0, 0, 0, 0, 0] };
    expect(scoresByLength(sources, [bare], rate, { seed: 1 })[0]!.systems[0]!.brevityRatio).toBeNull();
  });

  test("property: every sentence is in the one bucket that its length belongs to", () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 6 }), (sourceLengths, count) => {
        const n = sourceLengths.length;
        const outputs = {
          counts: randomCounts(n, 0.5, n, "outputs"),
          hypothesisLengths: sourceLengths,
          referenceLengths: sourceLengths,
        };
        for (const bounds of [[5, 10, 40], quantileBounds(sourceLengths, count)]) {
          const buckets = scoresByLength(sourceLengths, [outputs], rate, { bounds, resamples: 39, seed: 1 });
          for (const { from, to, n } of buckets) {
            expect(n).toBe(sourceLengths.filter((length) => length >= from && length <= (to ?? 80)).length);
          }
          expect(buckets.reduce((sum, bucket) => sum + bucket.n, 0)).toBe(n);
        }
      }),
    );
  });

  test("what does not fit together is an error", () => {
    expect(() => scoresByLength([1, 2], [system], rate, { seed: 1 })).toThrow(
      new DataError("scores by length: 2 source lengths for 6 sentences, expected one each"),
    );
    expect(() => scoresByLength(sources, [{ ...system, hypothesisLengths: [1] }], rate, { seed: 1 })).toThrow(
      new DataError("scores by length: 1 hypothesis lengths for 6 sentences, expected one each"),
    );
    const odd = { ...system, referenceLengths: [2, 3, -5, 12, 5, 10] };
    expect(() => scoresByLength(sources, [odd], rate, { seed: 1 })).toThrow(
      new DataError("scores by length: reference length -5 of sentence 3, expected a whole number from 0 on"),
    );
    for (const bounds of [[5, 5], [10, 5], [0, 5], [2.5]]) {
      expect(() => scoresByLength(sources, [system], rate, { bounds, seed: 1 })).toThrow(
        new ConfigError(
          `bounds ${bounds.join(", ")}: expected rising whole numbers from 1 on, such as 10, 20, 30`,
        ),
      );
    }
  });
});

describe("quantileBounds", () => {
  test("shares sentences out evenly", () => {
    expect(quantileBounds([9, 1, 8, 2, 7, 3, 6, 4, 5], 3)).toEqual([3, 6]);
    expect(quantileBounds([9, 1, 8, 2, 7, 3, 6, 4, 5], 1)).toEqual([]);
  });

  test("equal lengths stay together, in fewer buckets", () => {
    expect(quantileBounds([4, 4, 4, 4, 4, 9], 3)).toEqual([4]);
    expect(quantileBounds([4, 4, 4], 3)).toEqual([]);
    expect(quantileBounds([0, 0, 0, 1], 3)).toEqual([]);
  });

  test("nothing to share out, or into no bucket, is an error", () => {
    expect(() => quantileBounds([], 3)).toThrow(
      new DataError("scores by length: expected at least one sentence"),
    );
    expect(() => quantileBounds([1], 0)).toThrow(
      new ConfigError("buckets 0: expected a whole number of at least 1"),
    );
  });
});
