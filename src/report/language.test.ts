import { expect, test } from "vitest";
import { eastAsianLanguage, isEastAsian } from "./language.ts";

test("kana means Japanese for all Han characters, Hangul Korean, neither Chinese", () => {
  expect(eastAsianLanguage(["日本", "寒い"])).toBe("ja");
  expect(eastAsianLanguage(["大韓", "한국"])).toBe("ko");
  expect(eastAsianLanguage(["今天很冷", "cold"])).toBe("zh");
});

test("a text is East Asian where one of its letters is", () => {
  expect(isEastAsian("It is 寒い")).toBe(true);
  expect(isEastAsian("ｶﾅ")).toBe(true);
  expect(isEastAsian("naïve – 2019")).toBe(false);
});
