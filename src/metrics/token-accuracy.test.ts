import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { tokenAccuracy } from "./token-accuracy.ts";

test("is correct over all, from 0 to 100", () => {
  expect(tokenAccuracy({ correct: 3, tokens: 8 })).toBe(37.5);
  expect(tokenAccuracy({ correct: 0, tokens: 7 })).toBe(0);
  expect(tokenAccuracy({ correct: 7, tokens: 7 })).toBe(100);
});

test.each([
  [0, 0],
  [3, 2],
  [-1, 2],
  [Number.NaN, 2],
])("%d of %d is an error", (correct, tokens) => {
  expect(() => tokenAccuracy({ correct, tokens })).toThrow(
    new DataError(
      `token accuracy: ${correct} of ${tokens} tokens correct, expected 0 … tokens of at least one`,
    ),
  );
});
