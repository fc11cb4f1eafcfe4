import { expect, test } from "vitest";
import { inflect } from "./japanese-inflection.ts";

test.each([
  ["飲む", "godan", "飲んだ", "飲んで", "飲まない", "飲まなかった"],
  ["書く", "godan", "書いた", "書いて", "書かない", "書かなかった"],
  ["話す", "godan", "話した", "話して", "話さない", "話さなかった"],
  ["会う", "godan", "会った", "会って", "会わない", "会わなかった"],
  ["待つ", "godan", "待った", "待って", "待たない", "待たなかった"],
  ["作る", "godan", "作った", "作って", "作らない", "作らなかった"],
  ["食べる", "ichidan", "食べた", "食べて", "食べない", "食べなかった"],
  ["行く", "irregular", "行った", "行って", "行かない", "行かなかった"],
  ["する", "irregular", "した", "して", "しない", "しなかった"],
  ["ある", "irregular", "あった", "あって", "ない", "なかった"],
  ["寒い", "adjective", "寒かった", "寒くて", "寒くない", "寒くなかった"],
  ["いい", "adjective", "よかった", "よくて", "よくない", "よくなかった"],
  ["だ", "na", "だった", "で", "で は ない", "で は なかった"],
] as const)("%s (%s): %s, %s, %s, %s", (word, wordClass, past, te, negative, negativePast) => {
  const form = (inflection: "u" | "ta" | "te", isNegative = false) =>
    inflect(word, wordClass, { inflection, negative: isNegative });
  expect([form("u"), form("ta"), form("te")]).toEqual([word, past, te]);
  expect([form("u", true), form("ta", true)]).toEqual([negative, negativePast]);
});

test.each([
  ["飲む", "godan", "飲まず"],
  ["食べる", "ichidan", "食べず"],
  ["する", "irregular", "せず"],
  ["ある", "irregular", "なく"],
  ["寒い", "adjective", "寒くなくて"],
] as const)("%s is %s: not …, and: %s", (word, wordClass, negative) => {
  expect(inflect(word, wordClass, { inflection: "te", negative: true })).toBe(negative);
});

test("before nouns, ので and なる", () => {
  const form = (word: string, wordClass: "na" | "noun" | "adjective") =>
    (["toki", "node", "ku"] as const).map((inflection) =>
      inflect(word, wordClass, { inflection, negative: false }),
    );
  expect(form("だ", "na")).toEqual(["な", "な", "に"]);
  expect(form("だ", "noun")).toEqual(["の", "な", "に"]);
  expect(form("暖かい", "adjective")).toEqual(["暖かい", "暖かい", "暖かく"]);
  expect(form("いい", "adjective")).toEqual(["いい", "いい", "よく"]);
});
