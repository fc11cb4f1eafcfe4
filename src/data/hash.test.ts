import { expect, test } from "vitest";
import { TextHash } from "./hash.ts";

const COUNT = 100_000;
const hashes = Array.from({ length: COUNT }, (_, i) => new TextHash(1).add(`${i}`));

test("no two of 100,000 short texts share a half of their hash more often than chance has it", () => {
  // Among n random numbers of 32 bits, n² / 2³³ = 1.2 pairs are expected to be equal.
  for (const [start, end] of [
    [0, 8],
    [8, 16],
  ]) {
    expect(new Set(hashes.map((hash) => hash.hex().slice(start, end))).size).toBeGreaterThan(COUNT - 9);
  }
});

test("numbers are uniform", () => {
  const tenths = new Array<number>(10).fill(0);
  for (const hash of hashes) tenths[Math.floor(hash.uniform() * 10)]!++;
  // Five standard deviations of a binomial count.
  for (const count of tenths) expect(Math.abs(count - COUNT / 10)).toBeLessThan(5 * Math.sqrt(COUNT * 0.09));
});

test("the seed changes the hash, above 2³² too", () => {
  const seeds = [0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 33, 2 ** 40];
  expect(new Set(seeds.map((seed) => new TextHash(seed).add("a").hex())).size).toBe(seeds.length);
});
