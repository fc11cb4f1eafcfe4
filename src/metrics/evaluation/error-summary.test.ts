import { expect, test } from "vitest";
import { type Segment, sentenceOf } from "../segment.ts";
import { createErrorCounter, outputErrors } from "./error-summary.ts";

function segment(hypothesis: string, references: string[], source?: string): Segment {
  return {
    ...(source === undefined ? {} : { source: sentenceOf(source) }),
    hypothesis: sentenceOf(hypothesis),
    references: references.map(sentenceOf),
  };
}

test("a right output has no errors", () => {
  expect(outputErrors(segment("a b c", ["a b c", "x"], "q"))).toEqual([]);
});

test("nothing written is empty and short, unless a reference is empty too", () => {
  expect(outputErrors(segment("", ["a b"]))).toEqual(["empty", "short"]);
  expect(outputErrors(segment("", ["a b", ""]))).toEqual([]);
});

test("short is below half of the shortest reference, long above twice the longest", () => {
  expect(outputErrors(segment("p", ["a b c", "a b c d"]))).toEqual(["short"]);
  expect(outputErrors(segment("p q", ["a b c d", "a b c d e f"]))).toEqual([]);
  expect(outputErrors(segment("p q r s t", ["a b", "a"]))).toEqual(["long"]);
  expect(outputErrors(segment("p q r s", ["a b", "a"]))).toEqual([]);
});

test("repetitions of one to four tokens count where no reference has as many in a row", () => {
  expect(outputErrors(segment("the the cat", ["the cat sat"]))).toEqual(["repeating"]);
  expect(outputErrors(segment("a b a b c", ["a b c d e"]))).toEqual(["repeating"]);
  expect(outputErrors(segment("a b c d a b c d", ["a b c d e f g"]))).toEqual(["repeating"]);
  expect(outputErrors(segment("a b c d e a b c d e", ["a b c d e f g"]))).toEqual([]);
  expect(outputErrors(segment("1 1 1 2", ["3 3 3 4", "5"]))).toEqual([]);
  expect(outputErrors(segment("1 1 1 1 2", ["3 3 3 4", "5 6"]))).toEqual(["repeating"]);
  expect(outputErrors(segment("a x a", ["a x y"]))).toEqual([]);
});

test("a copy of the source counts where no reference is one", () => {
  expect(outputErrors(segment("it is cold", ["kyou wa samui"], "it is cold "))).toEqual(["copied"]);
  expect(outputErrors(segment("Tokyo", ["Tokyo"], "Tokyo"))).toEqual([]);
  expect(outputErrors(segment("Tokyo", ["Edo"]))).toEqual([]);
});

test("<unk> counts once an output", () => {
  expect(outputErrors(segment("<unk> a <unk>", ["b a c"]))).toEqual(["unknown"]);
});

test("summed up over outputs", () => {
  const counter = createErrorCounter();
  counter.add(segment("", ["a b c"], "q"));
  counter.add(segment("a a", ["a", "a b c"], "q")); // as near to one token as to three: the shorter counts
  expect(counter.summary()).toEqual({
    sentences: 2,
    empty: 1,
    short: 1,
    long: 0,
    repeating: 1,
    copied: 0,
    unknown: 0,
    brevityRatio: 2 / 4,
  });
});

test("copies are not known without sources, nor the ratio without a reference token", () => {
  const counter = createErrorCounter();
  counter.add(segment("a", [""]));
  expect(counter.summary()).toMatchObject({ copied: null, brevityRatio: null });
});
