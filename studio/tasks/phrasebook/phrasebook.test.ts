import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../../../src/random.ts";
import { drawTask } from "../index.ts";
import { phrasebook, translatePhrase } from "./phrasebook.ts";

/** Read by hand and found right in both languages. */
const read: readonly (readonly [english: string, japanese: string])[] = [
  ["it is cold today", "今日 は 寒い"],
  ["my mother is tired", "母 は 疲れて いる"],
  ["the tea is cold", "お茶 は 冷たい"],
  ["it rained in kyoto yesterday", "昨日 京都 で 雨 が 降った"],
  ["it will get warm tomorrow", "明日 は 暖かく なる"],
  ["it was hot in osaka last week", "先週 の 大阪 は 暑かった"],
  ["winter in sapporo is cold", "札幌 の 冬 は 寒い"],
  ["it is half past seven now", "今 は 七 時 半 だ"],
  ["today is sunday", "今日 は 日曜日 だ"],
  ["where is the station ?", "駅 は どこ ?"],
  ["what time does the bank open ?", "銀行 は 何 時 に 開く ?"],
  ["the train leaves at nine o'clock", "電車 は 九 時 に 出る"],
  ["there is a hospital next to the bank", "銀行 の 隣 に 病院 が ある"],
  ["the library is in front of the station", "図書館 は 駅 の 前 に ある"],
  ["i drink tea every morning", "私 は 毎朝 お茶 を 飲む"],
  ["i did not clean the room yesterday", "私 は 昨日 部屋 を 掃除 しなかった"],
  ["my sister is cleaning the kitchen now", "姉 は 今 台所 を 掃除 して いる"],
  ["i want a new umbrella", "私 は 新しい 傘 が 欲しい"],
  ["i think that my father is busy", "私 は 父 が 忙しい と 思う"],
  ["my father was at home because it snowed", "雪 が 降った から 、 父 は 家 に いた"],
  ["i eat fruit when i am hungry", "おなか が すいて いる 時 、 私 は 果物 を 食べる"],
  ["i will stay at home if it rains", "雨 が 降った ら 、 私 は 家 に いる"],
  ["my brother got up at six o'clock and made breakfast", "兄 は 六 時 に 起きて 、 朝ご飯 を 作った"],
  ["i called the teacher who lives in tokyo", "私 は 東京 に 住んで いる 先生 に 電話 した"],
  ["my mother is busy but my father is at home", "母 は 忙しい が 、 父 は 家 に いる"],
];

test.each(read)("%s → %s", (english, japanese) => {
  expect(translatePhrase(english)).toMatchObject({ source: english, target: japanese });
});

test("cold is 寒い, today is 今日", () => {
  expect(translatePhrase("it is cold today")?.alignment).toEqual([3, null, 2]);
});

test("property: a sentence that is drawn has the translation that it was drawn with", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const pair = phrasebook.draw(new RandomStream(seed, "test"), { length: { shortest: 4, longest: 14 } });
      expect(translatePhrase(pair.source)).toMatchObject({ source: pair.source, target: pair.target });
    }),
  );
});

test.each(["", "it", "it is cold cold", "cold today is it", "the station", "<b>it is cold today</b>"])(
  "%j is no sentence of the phrasebook",
  (text) => {
    expect(translatePhrase(text)).toBeNull();
  },
);

describe("sentences that are drawn", () => {
  const { train, dev } = drawTask("phrasebook", { seed: 1, count: 20_000, devCount: 400 });
  const long = drawTask("phrasebook", { seed: 1, count: 3000, length: { shortest: 30, longest: 40 } }).train;

  test("there are 20,000 different ones of 4 to 10 words, and as many long ones as one likes", () => {
    expect(new Set(train.map(({ source }) => source)).size).toBe(20_000);
    expect(dev).toHaveLength(400);
    expect(new Set(long.map(({ source }) => source)).size).toBe(3000);
    for (const { source } of long) expect(source.split(" ").length).toBeGreaterThanOrEqual(30);
  });

  test("dev has few words that train lacks, long sentences none that short ones lack", () => {
    const known = new Set(
      train.flatMap(({ source, target }) => [...source.split(" "), ...target.split(" ")]),
    );
    const words = [...dev, ...long].flatMap(({ source, target }) => [
      ...source.split(" "),
      ...target.split(" "),
    ]);
    expect(words.filter((word) => !known.has(word)).length / words.length).toBeLessThan(0.001);
  });

  test("words say what the dictionary says", () => {
    const meanings: Readonly<Record<string, string>> = {
      今日: "today",
      寒い: "cold",
      駅: "station",
      母: "mother",
      飲む: "drink",
      読んで: "reading",
      時: "o'clock",
    };
    for (const { source, target, alignment } of [...train.slice(0, 3000), ...long.slice(0, 500)]) {
      const [english, japanese] = [source.split(" "), target.split(" ")];
      expect(alignment).toHaveLength(japanese.length);
      for (const [t, word] of japanese.entries()) {
        const meaning = meanings[word];
        const said = alignment[t] === null ? undefined : english[alignment[t]!];
        if (word === "時") expect([undefined, "o'clock", "when", "time"]).toContain(said);
        else if (word === "飲む") expect(["drink", "drinks", "drank"]).toContain(said);
        else if (meaning !== undefined) expect(said).toBe(meaning);
      }
    }
  });
});
