import { describe, expect, test } from "vitest";
import { columnWidth, emWidth } from "./east-asian-width.ts";

describe("columnWidth", () => {
  test.each([
    ["", 0],
    ["abc", 3],
    ["naïve", 5],
    ["今日は", 6],
    ["ＡＢ１", 6],
    ["ｶﾞｷﾞ", 4],
    ["「、。」", 8],
    ["한국어", 6],
    ["か\u3099", 2],
    ["e\u0301", 1],
    ["👍🏽", 2],
    ["👩‍👩‍👧", 2],
    ["❤️", 2],
    ["𠮷", 2],
    ["a\u200bb", 2],
    ["␣▁</s>", 6],
  ])("%s takes %i columns", (text, columns) => {
    expect(columnWidth(text)).toBe(columns);
  });
});

test("emWidth: full-width characters are 1 em, Latin ones less, wide letters more than thin ones", () => {
  expect(emWidth("今日は")).toBe(3);
  expect(emWidth("か\u3099")).toBe(1);
  expect(emWidth("cold")).toBeLessThan(4 * 0.7);
  expect(emWidth("ill")).toBeLessThan(emWidth("one"));
  expect(emWidth("one")).toBeLessThan(emWidth("WOW"));
});
