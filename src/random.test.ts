import { describe, expect, it } from "vitest";
import { RandomStream } from "./random.ts";

describe("RandomStream", () => {
  it("is a function of seed, purpose and step", () => {
    const draw = (...key: ConstructorParameters<typeof RandomStream>) => new RandomStream(...key).uint32();
    expect(draw(1, "shuffle", 2)).toBe(draw(1, "shuffle", 2));
    const all = [
      draw(1, "shuffle", 2),
      draw(2, "shuffle", 2),
      draw(1, "mask", 2),
      draw(1, "shuffle", 3),
      draw(2 ** 40, "shuffle", 2),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("draws uniform and normal numbers with the right moments", () => {
    const random = new RandomStream(1, "moments");
    const n = 100_000;
    const uniform = Array.from({ length: n }, () => random.uniform());
    const normal = Array.from({ length: n }, () => random.normal());
    const moment = (values: number[], power: number) => values.reduce((sum, x) => sum + x ** power, 0) / n;
    expect(moment(uniform, 1)).toBeCloseTo(1 / 2, 2);
    expect(moment(uniform, 2)).toBeCloseTo(1 / 3, 2);
    expect(moment(normal, 1)).toBeCloseTo(0, 1);
    expect(moment(normal, 2)).toBeCloseTo(1, 1);
    expect(moment(normal, 4)).toBeGreaterThan(2.8);
    expect(moment(normal, 4)).toBeLessThan(3.2);
  });

  it("does not repeat itself within a million numbers more than chance allows", () => {
    const random = new RandomStream(5, "repeats");
    const seen = new Set(Array.from({ length: 1_000_000 }, () => random.uint32()));
    // Expected collisions: n² / 2³³ ≈ 116; the 2³² numbers of one key are no permutation.
    expect(1_000_000 - seen.size).toBeLessThan(200);
  });

  it("shuffles to a permutation", () => {
    const items = new RandomStream(3, "shuffle").shuffle(Array.from({ length: 50 }, (_, i) => i));
    expect(items).not.toEqual(items.toSorted((a, b) => a - b));
    expect(items.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it("drops the given share of a mask and scales what is left", () => {
    const mask = new RandomStream(4, "mask").fillDropout(new Float32Array(99_999), 0.3);
    const dropped = mask.filter((value) => value === 0).length / mask.length;
    expect(dropped).toBeGreaterThan(0.29);
    expect(dropped).toBeLessThan(0.31);
    expect(mask.every((value) => value === 0 || value === Math.fround(1 / 0.7))).toBe(true);
  });
});
