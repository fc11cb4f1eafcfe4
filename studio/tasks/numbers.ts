import type { RandomStream } from "../../src/random.ts";
import type { DrawOptions, Task, TaskPair } from "./task.ts";

/** A word of a number, and the place of the digit that it says, counted from the end. */
type NumberWord = readonly [word: string, place: number];

const lowWords =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** @param n 0 … 999,999 */
function englishWords(n: number): NumberWord[] {
  if (n === 0) return [["zero", 0]];
  const thousands = Math.floor(n / 1000);
  return [
    ...below1000(thousands).map(([word, place]): NumberWord => [word, place + 3]),
    ...(thousands > 0 ? [["thousand", 3] as const] : []),
    ...below1000(n % 1000),
  ];
}

function below1000(n: number): NumberWord[] {
  const rest = n % 100;
  const words: NumberWord[] = [];
  if (n >= 100) words.push([lowWords[Math.floor(n / 100)]!, 2], ["hundred", 2]);
  if (rest >= 20) words.push([tens[Math.floor(rest / 10) - 2]!, 1]);
  const low = rest >= 20 ? rest % 10 : rest;
  if (low > 0) words.push([lowWords[low]!, 0]);
  return words;
}

const digits = [..."零一二三四五六七八九"];
const units = ["", "十", "百", "千"];

/** @param n 0 … 99,999,999 */
function kanji(n: number): NumberWord[] {
  if (n === 0) return [[digits[0]!, 0]];
  const high = Math.floor(n / 10_000);
  return [
    ...below10000(high).map(([word, place]): NumberWord => [word, place + 4]),
    ...(high > 0 ? [["万", 4] as const] : []),
    ...below10000(n % 10_000),
  ];
}

/** Before 十, 百 and 千 no 一 is written. */
function below10000(n: number): NumberWord[] {
  return [3, 2, 1, 0].flatMap((place) => {
    const digit = Math.floor(n / 10 ** place) % 10;
    if (digit === 0) return [];
    const unit: NumberWord[] = place === 0 ? [] : [[units[place]!, place]];
    return place === 0 || digit > 1 ? [[digits[digit]!, place] as const, ...unit] : unit;
  });
}

/** @param separator what is between words of the target */
function drawNumber(
  random: RandomStream,
  { length = { shortest: 1, longest: 6 } }: DrawOptions,
  wordsOf: (n: number) => NumberWord[],
  separator: string,
): TaskPair {
  const count = length.shortest + random.integer(length.longest - length.shortest + 1);
  const lowest = count === 1 ? 0 : 10 ** (count - 1);
  const n = lowest + random.integer(10 ** count - lowest);
  const words = wordsOf(n);
  return {
    source: String(n),
    target: words.map(([word]) => word).join(separator),
    alignment: words.map(([, place]) => count - 1 - place),
  };
}

const numberLengths = (longest: number) => ({ shortest: 1, longest, usual: { shortest: 3, longest } });

export const numberWords: Task = {
  title: { en: "Numbers → English words", ja: "数 → 英語の数詞" },
  description: {
    en: "Numbers up to 999,999 in English words.",
    ja: "999,999 までの数を、英語の言葉で書きます。",
  },
  lengths: numberLengths(6),
  pairs: 10_000,
  configuration: {
    source: { tokenizer: "characters" },
    target: { tokenizer: "words" },
    encoder: { size: 64, embedding: 32, dropout: 0 },
    decoder: { size: 64, embedding: 32, dropout: 0 },
    training: { epochs: 4, batchTokens: 500, learningRate: 0.005, labelSmoothing: 0 },
  },
  samples: ["427", "1984", "70001", "365214"],
  draw: (random, { length = numberLengths(6).usual } = {}) =>
    drawNumber(random, { length }, englishWords, " "),
};

export const numberKanji: Task = {
  title: { en: "Numbers → Japanese numerals", ja: "数 → 漢数字" },
  description: {
    en: "Numbers up to 99,999,999 in kanji: 万 counts ten thousands.",
    ja: "99,999,999 までの数を、漢数字で書きます。",
  },
  lengths: numberLengths(8),
  pairs: 10_000,
  configuration: {
    source: { tokenizer: "characters" },
    target: { tokenizer: "characters" },
    encoder: { size: 64, embedding: 32, dropout: 0 },
    decoder: { size: 64, embedding: 32, dropout: 0 },
    training: { epochs: 4, batchTokens: 500, learningRate: 0.005, labelSmoothing: 0 },
  },
  samples: ["427", "1984", "30000", "12345678"],
  draw: (random, { length = numberLengths(8).usual } = {}) => drawNumber(random, { length }, kanji, ""),
};
