import { expect, it } from "vitest";
import { judge, typedNumbers } from "./answer.ts";
import type { NumberQuestion, WordQuestion } from "./chapter.ts";

const said = { ask: "", right: "", wrong: "" };

it.each([
  [
    "0.25",
    " ０．２５ ",
    "0,25",
    "0、25",
    "０。２５",
    "1/4",
    "１／４",
    "¼",
    "1 ÷ 4",
    "25%",
    "２５ ％",
    ".25",
    "約0.25",
    "≈ 0.250",
  ],
  ["-3", "−3", "－３", "ー3", "–3"],
  ["16", "+16", "16.", "16個", "１６つ", "16 時点"],
  ["0.67", "0.67…", "0.67。", "67%"],
  ["1e-2", "0.01"],
])("reads a number as people type it: %s", (number, ...others) => {
  for (const typed of others) expect(typedNumbers(typed), typed).toEqual(typedNumbers(number));
  expect(typedNumbers(number)).toHaveLength(1);
});

it("takes no other text for a number", () => {
  for (const text of ["abc", "", "1/0", "1,2,3", "個", "1 2x", "e", "--3"])
    expect(typedNumbers(text), text).toEqual([]);
});

it("a comma may group digits or stand for the point", () => {
  const question = (answer: number): NumberQuestion => ({
    kind: "number",
    id: "n",
    answer,
    tolerance: 0.01,
    ...said,
  });
  expect(typedNumbers("1,386")).toEqual([1.386, 1386]);
  for (const typed of ["4,000", "４，０００個", "4000"])
    expect(judge(question(4000), typed), typed).toBe(true);
  expect(judge(question(1.386), "1,386")).toBe(true);
  expect(judge(question(4000), "4")).toBe(false);
  expect(judge(question(0.25), "0,250")).toBe(true);
  expect(judge(question(250), "0,250")).toBe(false);
  expect(judge(question(4000), "four")).toBe(null);
});

it("words may differ in width, case, hyphens and long vowels", () => {
  const question: WordQuestion = {
    kind: "word",
    id: "w",
    answers: ["self-attention", "忘却ゲート"],
    ...said,
  };
  expect(
    [
      "Self Attention",
      "ｓｅｌｆ-attention",
      "「忘却ゲート」",
      "忘却ｹﾞｰﾄ",
      "ｓｅｌｆーａｔｔｅｎｔｉｏｎ",
      "忘却ゲート。",
    ].map((word) => judge(question, word)),
  ).toEqual(Array(6).fill(true));
  expect([judge(question, "attention"), judge(question, "  ")]).toEqual([false, null]);
});
