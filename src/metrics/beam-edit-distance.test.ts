import fc from "fast-check";
import { expect, test } from "vitest";
import { BeamEditDistance } from "./beam-edit-distance.ts";
import { numberDistance } from "./edit-distance.ts";

const words = (lengths: { minLength?: number; maxLength: number }) =>
  fc.array(fc.integer({ min: 0, max: 3 }), lengths);

test("property: the plain edit distance where no side is longer than the beam", () => {
  fc.assert(
    fc.property(words({ maxLength: 25 }), words({ minLength: 1, maxLength: 25 }), (hypothesis, reference) => {
      const distances = new BeamEditDistance(reference, hypothesis.length);
      expect(distances.distance(hypothesis)).toBe(numberDistance(hypothesis, reference));
    }),
  );
});

test("property: never less than the plain one, and finite, whatever the lengths", () => {
  fc.assert(
    fc.property(
      words({ maxLength: 90 }),
      words({ minLength: 1, maxLength: 300 }),
      (hypothesis, reference) => {
        const distance = new BeamEditDistance(reference, hypothesis.length).distance(hypothesis);
        expect(distance).toBeGreaterThanOrEqual(numberDistance(hypothesis, reference));
        expect(distance).toBeLessThanOrEqual(hypothesis.length + reference.length);
      },
    ),
    { numRuns: 50 },
  );
});

test("what is far from the diagonal is not seen", () => {
  // The reference is 30 words and then the hypothesis' 30; moving 30 columns away from the diagonal is too far.
  const hypothesis = Array.from({ length: 60 }, (_, i) => i);
  const reference = [...hypothesis.slice(30), ...hypothesis.slice(0, 30)];
  expect(numberDistance(hypothesis, reference)).toBe(60);
  const shifted = [...Array.from({ length: 28 }, () => 99), ...hypothesis.slice(0, 32)];
  expect(numberDistance(hypothesis, shifted)).toBe(56);
  expect(new BeamEditDistance(shifted, 60).distance(hypothesis)).toBe(60);
});

test("property: after another hypothesis the same as anew", () => {
  const some = words({ minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(some, some, some, words({ minLength: 1, maxLength: 9 }), (a, b, tail, reference) => {
      const distances = new BeamEditDistance(reference, 12);
      for (const hypothesis of [
        [...a, ...tail],
        [...a, ...b],
        [...b, ...tail],
      ]) {
        expect(distances.distance(hypothesis)).toBe(new BeamEditDistance(reference, 12).distance(hypothesis));
      }
    }),
  );
});

test("property: its edits make the reference of the hypothesis and cost the distance", () => {
  fc.assert(
    fc.property(words({ maxLength: 12 }), words({ minLength: 1, maxLength: 12 }), (hypothesis, reference) => {
      const distances = new BeamEditDistance(reference, hypothesis.length);
      const edits = distances.edits(hypothesis);
      let [i, j] = [0, 0];
      for (const edit of edits) {
        if (edit === "match") expect(hypothesis[i]).toBe(reference[j]);
        if (edit !== "insertion") i++;
        if (edit !== "deletion") j++;
      }
      expect([i, j]).toEqual([hypothesis.length, reference.length]);
      expect(edits.filter((edit) => edit !== "match")).toHaveLength(distances.distance(hypothesis));
    }),
  );
});

test("a deletion is put after an insertion that would do as well", () => {
  expect(new BeamEditDistance([1, 2], 2).edits([2, 3])).toEqual(["substitution", "substitution"]);
  expect(new BeamEditDistance([5, 1], 2).edits([1, 6])).toEqual(["substitution", "substitution"]);
  expect(new BeamEditDistance([9, 1, 2], 3).edits([1, 2, 8])).toEqual([
    "insertion",
    "match",
    "match",
    "deletion",
  ]);
});
