import fc from "fast-check";
import { expect, test } from "vitest";
import { HoldOutStream } from "./hold-out-stream.ts";
import type { Pair } from "./pair.ts";
import { type HoldOutOptions, holdOut } from "./split.ts";

function streamed(pairs: readonly Pair[], options: HoldOutOptions): { train: Pair[]; dev: Pair[] } {
  const stream = new HoldOutStream(options);
  const given = pairs.flatMap((pair) => stream.add(pair));
  const { dev, train } = stream.finish();
  return { dev, train: [...given, ...train] };
}

/** Pairs in any order: each target identifies its pair. */
const sorted = (pairs: readonly Pair[]): string[] => pairs.map(({ target }) => target).sort();

test("property: the pairs that holdOut holds out, and all others are given", () => {
  const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");
  fc.assert(
    fc.property(
      fc.array(fc.tuple(letter, fc.constantFrom("", ..."abc")), { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer(),
      (letters, share, maximum, seed) => {
        const pairs = letters.map(([a, b], i) => ({ source: a + b, target: `${i}` }));
        const expected = holdOut(pairs, { share, maximum, seed });
        const { train, dev } = streamed(pairs, { share, maximum, seed });
        expect(dev).toEqual(expected.dev);
        expect(sorted(train)).toEqual(sorted(expected.train));
      },
    ),
    { numRuns: 1000 },
  );
});

test("with the default limits", () => {
  const pairs = Array.from({ length: 30_000 }, (_, i) => ({ source: `${i % 20_000}`, target: `${i}` }));
  expect(streamed(pairs, { seed: 3 }).dev).toEqual(holdOut(pairs, { seed: 3 }).dev);
});

test("no more pairs are kept than those of as many sources as may be held out, and one", () => {
  const stream = new HoldOutStream({ seed: 1, maximum: 5 });
  let given = 0;
  for (let i = 0; i < 1000; i++) given += stream.add({ source: `${i}`, target: "" }).length;
  expect(1000 - given).toBe(6);
});
