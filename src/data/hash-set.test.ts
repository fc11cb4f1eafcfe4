import fc from "fast-check";
import { expect, test } from "vitest";
import { TextHashSet } from "./hash-set.ts";

test("knows what it has seen, as a set of texts does, through several doublings", () => {
  const set = new TextHashSet();
  const truth = new Set<string>();
  for (let i = 0; i < 20_000; i++) {
    const text = String((i * 7919) % 6007);
    expect(set.add(text)).toBe(!truth.has(text));
    truth.add(text);
  }
  expect(set.size).toBe(6007);
  for (const text of truth) expect(set.has(text)).toBe(true);
  expect(set.has("6007")).toBe(false);
  expect(set.has("")).toBe(false);
});

test("property: texts that are cut elsewhere are other texts", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { selector: String }), (pairs) => {
      const set = new TextHashSet();
      const distinct = new Set(pairs.map((pair) => JSON.stringify(pair)));
      for (const pair of pairs) set.add(...pair);
      expect(set.size).toBe(distinct.size);
    }),
  );
  const set = new TextHashSet();
  set.add("ab", "c");
  expect([set.has("a", "bc"), set.has("abc"), set.has("ab", "c")]).toEqual([false, false, true]);
});
