import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../errors.ts";
import type { Pair } from "./pair.ts";
import { holdOut } from "./split.ts";

const numbered = (count: number): Pair[] =>
  Array.from({ length: count }, (_, i) => ({ source: `source ${i}`, target: `target ${i}` }));
const sources = (pairs: Pair[]): Set<string> => new Set(pairs.map(({ source }) => source));

const shared = (a: Set<string>, b: Set<string>): number => [...a].filter((source) => b.has(source)).length;

describe("holdOut", () => {
  test("property: nothing is lost, no source is on both sides, neither side is empty", () => {
    const pair = fc.record({ source: fc.constantFrom(..."abcdefg"), target: fc.string() });
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 1 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer(),
        (pairs, share, seed) => {
          const { train, dev } = holdOut(pairs, { share, seed });
          const devSources = sources(dev);
          expect(train).toEqual(pairs.filter(({ source }) => !devSources.has(source)));
          expect(dev).toEqual(pairs.filter(({ source }) => devSources.has(source)));
          expect(train.length).toBeGreaterThan(0);
          expect(dev.length > 0).toBe(sources(pairs).size > 1);
        },
      ),
    );
  });

  test("the number is exact where sources are distinct", () => {
    expect(holdOut(numbered(1000), { seed: 1 }).dev).toHaveLength(20);
    expect(holdOut(numbered(1000), { seed: 1, share: 0.3 }).dev).toHaveLength(300);
    expect(holdOut(numbered(1000), { seed: 1, share: 0.3, maximum: 7 }).dev).toHaveLength(7);
    expect(holdOut(numbered(10), { seed: 1 }).dev).toHaveLength(1);
    expect(holdOut(numbered(2), { seed: 1, share: 0.99 }).dev).toHaveLength(1);
  });

  test("added pairs change the side of few of the old ones, another seed of most", () => {
    const before = sources(holdOut(numbered(5000), { seed: 1, share: 0.1 }).dev);
    const after = sources(holdOut(numbered(5500), { seed: 1, share: 0.1 }).dev);
    const other = sources(holdOut(numbered(5000), { seed: 2, share: 0.1 }).dev);
    expect(shared(before, after)).toBeGreaterThan(475);
    expect(shared(before, other)).toBeLessThan(100);
  });

  test("the choice stays the same from version to version", () => {
    expect([...sources(holdOut(numbered(100), { seed: 1, share: 0.03 }).dev)]).toEqual([
      "source 30",
      "source 84",
      "source 96",
    ]);
  });

  test("options out of range are errors", () => {
    expect(() => holdOut(numbered(5), { seed: 1, share: 1 })).toThrow(
      new ConfigError("hold-out share 1: expected a number above 0 and below 1"),
    );
    expect(() => holdOut(numbered(5), { seed: 1, maximum: 0 })).toThrow(
      new ConfigError("hold-out maximum 0: expected at least 1 pair"),
    );
  });
});
