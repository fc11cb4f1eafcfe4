import { expect, test } from "vitest";
import { fingerprint } from "./fingerprint.ts";

test("stays the same from version to version", () => {
  expect(fingerprint([{ source: "go .", target: "行 け 。" }])).toBe("48900951ef55114a");
  expect(fingerprint([])).toMatch(/^[0-9a-f]{16}$/);
});

test("sees where a side ends, the order, and the number of pairs", () => {
  const a = { source: "ab", target: "c" };
  const b = { source: "a", target: "bc" };
  const all = [
    [a],
    [b],
    [a, b],
    [b, a],
    [a, a],
    [{ source: "abc", target: "" }],
    [{ source: "", target: "abc" }],
    [],
  ];
  expect(new Set(all.map(fingerprint)).size).toBe(all.length);
});
