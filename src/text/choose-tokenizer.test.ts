import { describe, expect, test } from "vitest";
import { RandomStream } from "../random.ts";
import { chooseTokenizerKind } from "./choose-tokenizer.ts";

const random = new RandomStream(7, "samples");
const pick = <T>(items: readonly T[]): T => items[random.integer(items.length)]!;
const repeat = (count: number, make: () => string): string[] => Array.from({ length: count }, make);
const between = (low: number, high: number): number => low + random.integer(high - low + 1);

const MONTHS = ["january", "march", "MAY", "July", "august", "Nov"];
const DATES = [
  () => `${pick(MONTHS)} ${between(1, 28)}, ${between(1950, 2030)}`,
  () => `monday, ${pick(MONTHS)} ${between(1, 28)}, ${between(1950, 2030)}`,
  () => `${between(1, 12)}/${between(1, 28)}/${between(10, 99)}        `,
];
const SYLLABLES = ["ba", "ren", "ko", "mi", "tsu", "dol", "ar", "en"];
const name = () => repeat(between(2, 4), () => pick(SYLLABLES)).join("");
const VERBS = ["saw", "liked", "helped", "called", "found", "followed"];
const NOUNS = ["dog", "teacher", "river", "car", "sister", "train", "letter", "friend"];
const noun = () => `${pick(["the", "a", "my"])} ${pick(NOUNS)}`;

describe("words", () => {
  test.each([
    [
      "phones",
      repeat(60, () => repeat(between(3, 9), () => pick(["AA1", "B", "K", "T", "IY0", "S"])).join(" ")),
    ],
    ["tokenised sentences", repeat(150, () => `${noun()} ${pick(VERBS)} ${noun()} .`)],
    ["untokenised sentences", repeat(150, () => `${noun()} ${pick(VERBS)} ${noun()}.`)],
    [
      "tokenised Japanese",
      repeat(150, () => `${pick(["私", "彼", "友達"])} は ${pick(["犬", "本", "車"])} を 見 た 。`),
    ],
    [
      "numbers as symbols",
      repeat(100, () => repeat(between(5, 20), () => `${random.integer(50)}`).join(" ")),
    ],
  ])("%s", (_, lines) => {
    expect(chooseTokenizerKind(lines)).toBe("words");
  });
});

describe("characters", () => {
  test.each([
    ["dates in many formats", repeat(300, () => pick(DATES)())],
    ["dates in one format of four pieces", repeat(300, () => DATES[1]!())],
    ["ISO dates", repeat(300, () => `${between(1950, 2030)}-0${between(1, 9)}-${between(10, 28)}`)],
    ["names", repeat(300, name)],
    ["full names", repeat(300, () => `${name()} ${name()}`)],
    ["Japanese", repeat(300, () => `${pick(["私", "彼", "友達"])}は${name()}を見た。`)],
    ["phrases that hardly recur", repeat(300, () => repeat(4, () => `${name()}${name()}`).join(" "))],
    ["no lines", []],
  ])("%s", (_, lines) => {
    expect(chooseTokenizerKind(lines)).toBe("characters");
  });
});
