import { expect, test } from "vitest";
import { RandomStream } from "../../src/random.ts";
import { dates } from "./dates.ts";
import { numberKanji, numberWords } from "./numbers.ts";
import { copy, reverse } from "./symbols.ts";
import type { Task, TaskPair } from "./task.ts";

/** Draws until the source is found. */
function pairOf(task: Task, accept: (source: string) => boolean, digits?: number): TaskPair {
  const random = new RandomStream(1, "test");
  const length = digits === undefined ? undefined : { shortest: digits, longest: digits };
  for (let i = 0; i < 3_000_000; i++) {
    const pair = task.draw(random, { length });
    if (accept(pair.source)) return pair;
  }
  throw new Error("not drawn");
}

test.each([
  ["0", "zero", [0]],
  ["7", "seven", [0]],
  ["13", "thirteen", [1]],
  ["40", "forty", [0]],
  ["99", "ninety nine", [0, 1]],
  ["100", "one hundred", [0, 0]],
  ["215", "two hundred fifteen", [0, 0, 2]],
  ["1000", "one thousand", [0, 0]],
  ["70001", "seventy thousand one", [0, 1, 4]],
])("%s in English is %s", (source, target, alignment) => {
  expect(pairOf(numberWords, (drawn) => drawn === source, source.length)).toEqual({
    source,
    target,
    alignment,
  });
});

test.each([
  ["0", "零", [0]],
  ["10", "十", [0]],
  ["21", "二十一", [0, 0, 1]],
  ["100", "百", [0]],
  ["342", "三百四十二", [0, 0, 1, 1, 2]],
  ["1984", "千九百八十四", [0, 1, 1, 2, 2, 3]],
  ["30000", "三万", [0, 0]],
])("%s in kanji is %s", (source, target, alignment) => {
  expect(pairOf(numberKanji, (drawn) => drawn === source, source.length)).toEqual({
    source,
    target,
    alignment,
  });
});

test.each([
  [/^may 7, 1968$/, "1968-05-07", [7, 8, 9, 10, null, 0, 0, null, 4, 4]],
  [/^7\.5\.1968$/, "1968-05-07", [4, 5, 6, 7, null, 2, 2, null, 0, 0]],
  [/^5\/7\/1968$/, "1968-05-07", [4, 5, 6, 7, null, 0, 0, null, 2, 2]],
  [/^the 22nd of june, 1984$/, "1984-06-22", [18, 19, 20, 21, null, 12, 12, null, 4, 5]],
  [/^令和3年5月17日$/, "2021-05-17", [0, 0, 0, 0, null, 4, 4, null, 6, 7]],
  [/^平成31年4月30日$/, "2019-04-30", [0, 0, 0, 0, null, 5, 5, null, 7, 8]],
  [/^令和元年5月1日$/, "2019-05-01", [0, 0, 0, 0, null, 4, 4, null, 6, 6]],
  [/^昭和64年1月7日$/, "1989-01-07", [0, 0, 0, 0, null, 5, 5, null, 7, 7]],
  [/^wednesday, march 1st, 2023$/, "2023-03-01", [22, 23, 24, 25, null, 11, 11, null, 17, 17]],
])("%s", (source, target, alignment) => {
  expect(pairOf(dates, (drawn) => source.test(drawn))).toMatchObject({ target, alignment });
});

test("letters", () => {
  const random = () => new RandomStream(5, "test");
  const { source, target, alignment } = reverse.draw(random());
  expect(target.split(" ")).toEqual(source.split(" ").toReversed());
  expect(alignment).toEqual(alignment.map((_, i) => alignment.length - 1 - i));
  const copied = copy.draw(random());
  expect(copied.target).toBe(copied.source);
  expect(copied.alignment).toEqual(copied.alignment.map((_, i) => i));
});
