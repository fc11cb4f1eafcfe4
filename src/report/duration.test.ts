import { expect, test } from "vitest";
import { duration } from "./duration.ts";

test.each([
  [0, "0 s", "0秒"],
  [59.4, "59 s", "59秒"],
  [59.6, "1 min 00 s", "1分00秒"],
  [63, "1 min 03 s", "1分03秒"],
  [3599.4, "59 min 59 s", "59分59秒"],
  [3600, "1 h 00 min", "1時間00分"],
  [7529, "2 h 05 min", "2時間05分"],
])("%d seconds are %s, %s", (seconds, english, japanese) => {
  expect(duration(seconds)).toBe(english);
  expect(duration(seconds, "ja")).toBe(japanese);
});
