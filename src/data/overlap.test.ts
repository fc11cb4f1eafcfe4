import { expect, test } from "vitest";
import { OverlapCounter } from "./overlap.ts";

test("counts held pairs, not how often they are trained on", () => {
  const pair = (text: string) => ({ source: text[0]!, target: text[1]! });
  const counter = new OverlapCounter(["ax", "ay", "bz", "cx"].map(pair));
  expect(counter.overlap).toEqual({ pairs: 4, source: 0, target: 0, pair: 0 });
  for (const text of ["ax", "ax", "aq", "qz", "qz"]) counter.meet(pair(text));
  expect(counter.overlap).toEqual({ pairs: 4, source: 2, target: 3, pair: 1 });
});
