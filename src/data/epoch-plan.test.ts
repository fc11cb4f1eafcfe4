import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planBatches } from "./batch-plan.ts";
import { epochOrder } from "./epoch-order.ts";
import { EpochPlan } from "./epoch-plan.ts";
import type { ExampleLengths } from "./example-source.ts";

/** Lengths that differ from example to example. */
function lengthsOf(count: number): ExampleLengths {
  return { count, sourceLength: (index) => 1 + (index % 5), targetLength: (index) => 1 + (index % 7) };
}

const all = (plan: EpochPlan): number[][] =>
  Array.from({ length: plan.windows }, (_, window) => plan.batches(window).flatMap((rows) => [...rows]));
const sorted = (numbers: number[]): number[] => numbers.toSorted((a, b) => a - b);

describe("EpochPlan", () => {
  test("a corpus of one window is planned as a whole", () => {
    const lengths = lengthsOf(200);
    const options = { seed: 4, epoch: 2, batchTokens: 30 };
    const plan = new EpochPlan(lengths, options);
    expect(plan.windows).toBe(1);
    expect(plan.batches(0)).toEqual(planBatches(lengths, options));
    expect(new EpochPlan(lengths, { ...options, window: 200 }).batches(0)).toEqual(plan.batches(0));
  });

  test("property: every example once, in windows of nearly equal size", () => {
    const size = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 80 }), fc.nat(), (count, window, seed) => {
        const plan = new EpochPlan(lengthsOf(count), { seed, epoch: 1, batchTokens: 20, window });
        const windows = all(plan);
        expect(sorted(windows.flat())).toEqual([...Array(count).keys()]);
        const sizes = windows.map((numbers) => numbers.length);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(window);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("windows are samples of the whole corpus, others in each epoch", () => {
    const first = (epoch: number) =>
      all(new EpochPlan(lengthsOf(6400), { seed: 1, epoch, batchTokens: 20, window: 640 }))[0]!;
    const mean = first(1).reduce((sum, index) => sum + index, 0) / 640;
    expect(Math.abs(mean / 3200 - 1)).toBeLessThan(0.1);
    const before = new Set(first(1));
    const again = first(2).filter((index) => before.has(index)).length;
    expect(again).toBeGreaterThan(30); // about a tenth of 640
    expect(again).toBeLessThan(100);
  });

  test("windows of one epoch are shuffled by keys of their own", () => {
    const count = 128;
    const lengths: ExampleLengths = { count, sourceLength: () => 1, targetLength: () => 1 };
    const plan = new EpochPlan(lengths, { seed: 1, epoch: 1, batchTokens: 1, window: 64 });
    const ranks = all(plan).map((numbers) => {
      const ranked = sorted(numbers);
      return numbers.map((number) => ranked.indexOf(number));
    });
    expect(ranks[0]).not.toEqual(ranks[1]);
  });
});

describe("epochOrder of a mixture", () => {
  const counts = [100, 10, 0, 30];
  const mixture = { counts, shares: [0.5, 0.25, 0.1, 0.15] };
  const drawn = (epoch: number): number[][] => {
    const order = epochOrder(140, { seed: 1, epoch, mixture });
    const numbers = Array.from({ length: order.length }, (_, position) => order.at(position));
    const borders = [0, 100, 110, 110, 140];
    return counts.map((_, source) =>
      numbers.filter((number) => number >= borders[source]! && number < borders[source + 1]!),
    );
  };

  test("an epoch is as long as the corpus, in the shares asked for; an empty source leaves its own to the others", () => {
    expect(drawn(1).map((numbers) => numbers.length)).toEqual([78, 39, 0, 23]);
  });

  test("a source that is asked for more than it has gives all of it as often as it fits, and some once more", () => {
    const [large, small] = drawn(1);
    expect(new Set(large).size).toBe(78);
    const times = Array.from({ length: 10 }, (_, i) => small!.filter((number) => number === 100 + i).length);
    expect(sorted(times)).toEqual([3, 4, 4, 4, 4, 4, 4, 4, 4, 4]);
  });

  test("which ones differs from epoch to epoch, and over many all are drawn alike often", () => {
    expect(drawn(1)).toEqual(drawn(1));
    expect(sorted(drawn(1)[0]!)).not.toEqual(sorted(drawn(2)[0]!));
    const times = new Float64Array(100);
    for (let epoch = 1; epoch <= 1000; epoch++) for (const number of drawn(epoch)[0]!) times[number]!++;
    for (const count of times) expect(Math.abs(count - 780)).toBeLessThan(60); // σ = 13
  });

  test("windows of a mixture hold each drawn example", () => {
    const lengths = lengthsOf(140);
    const plan = new EpochPlan(lengths, { seed: 1, epoch: 1, batchTokens: 20, window: 32, mixture });
    expect(sorted(all(plan).flat())).toEqual(sorted(drawn(1).flat()));
  });
});
