import { expect, it } from "vitest";
import { judge, typedNumber } from "./answer.ts";
import type { WordQuestion } from "./chapter.ts";
import { inlinePieces } from "./inline.ts";
import {
  choiceSetting,
  integerSetting,
  numbersSetting,
  settingIn,
  switchSetting,
  textSetting,
} from "./setting.ts";

it("a setting of an address that makes no sense is the initial one", () => {
  const integer = integerSetting("k", 1, 4, 2);
  expect(["3", "9", "-1", "x", "1e9", ""].map((text) => settingIn(integer, text))).toEqual([
    3, 4, 1, 2, 2, 2,
  ]);
  const numbers = numbersSetting("q", -1, 1, [0, 0]);
  expect(["1,-5", "1", "1,x", "1,,", "NaN,1"].map((text) => settingIn(numbers, text))).toEqual([
    [1, -1],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(settingIn(choiceSetting("m", ["a", "b"], "a"), "<b>")).toBe("a");
  expect(settingIn(switchSetting("s", true), "maybe")).toBe(true);
  expect(settingIn(textSetting("t", 3, ""), "abcdef")).toBe("abc");
  expect(settingIn(integer, undefined)).toBe(2);
});

it("what is written is read again", () => {
  const numbers = numbersSetting("q", -1, 1, [0, 0]);
  expect(settingIn(numbers, numbers.write([0.25, -0.5]))).toEqual([0.25, -0.5]);
});

it("reads numbers as people type them", () => {
  const typed = ["0.25", " ０．２５ ", "0,25", "1/4", "25%", "２５％", ".25", "−3", "1e-2", "abc", "", "1/0"];
  expect(typed.map(typedNumber)).toEqual([
    0.25,
    0.25,
    0.25,
    0.25,
    0.25,
    0.25,
    0.25,
    -3,
    0.01,
    null,
    null,
    null,
  ]);
});

it("words may differ in width, case and hyphens", () => {
  const question: WordQuestion = {
    kind: "word",
    id: "w",
    ask: "",
    answers: ["self-attention", "忘却ゲート"],
    right: "",
    wrong: "",
  };
  expect(
    ["Self Attention", "ｓｅｌｆ-attention", "「忘却ゲート」", "忘却ｹﾞｰﾄ"].map((word) =>
      judge(question, word),
    ),
  ).toEqual([true, true, true, true]);
  expect([judge(question, "attention"), judge(question, "  ")]).toEqual([false, null]);
});

it("cuts prose into its pieces", () => {
  expect(inlinePieces("a **b** $x_1$ `<s>` [c $K = 2$](?k=2).")).toEqual([
    { kind: "text", text: "a " },
    { kind: "term", text: "b" },
    { kind: "text", text: " " },
    { kind: "math", text: "x_1" },
    { kind: "text", text: " " },
    { kind: "code", text: "<s>" },
    { kind: "text", text: " " },
    { kind: "link", text: "c $K = 2$", target: "?k=2" },
    { kind: "text", text: "." },
  ]);
});
