import { expect, test } from "vitest";
import { duration } from "./duration.ts";

test.each([
  [0, "0 s"],
  [59.4, "59 s"],
  [59.6, "1 min 00 s"],
  [63, "1 min 03 s"],
  [3599.4, "59 min 59 s"],
  [3600, "1 h 00 min"],
  [7529, "2 h 05 min"],
])("%d seconds are %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
