import { expect, it } from "vitest";
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
