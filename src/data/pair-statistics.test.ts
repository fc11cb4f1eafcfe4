import { describe, expect, it } from "vitest";
import { CharacterCounts, codePointName } from "./character-counts.ts";
import { LengthCounts, lengthRanges } from "./length-counts.ts";
import { PairCounter } from "./pair-statistics.ts";

describe("CharacterCounts", () => {
  const counts = new CharacterCounts();
  const lengths = ["abc あ", "漢😀b\u200bb", "\u0000\ue000\u200d\ud800"].map((text) => counts.add(text));

  it("counts code points", () => {
    expect(lengths).toEqual([5, 5, 4]);
    expect([counts.total, counts.distinct]).toEqual([14, 12]);
    expect(counts.commonest(2)).toEqual([
      { character: "b", count: 3 },
      { character: "\u0000", count: 1 },
    ]);
  });

  it("tells scripts, and what may not be meant", () => {
    const scripts = Object.fromEntries(counts.scripts().map(({ name, count }) => [name, count]));
    expect(scripts).toEqual({ Latin: 5, Hiragana: 1, Han: 1, symbols: 1, spaces: 1, others: 5 });
    expect(
      counts.suspicious().map(({ codePoint, suspicion }) => `${codePointName(codePoint)} ${suspicion}`),
    ).toEqual(["U+0000 invalid", "U+200B invisible", "U+D800 invalid", "U+E000 private"]);
  });
});

describe("LengthCounts", () => {
  it("has exact quantiles, and a bound on memory", () => {
    const counts = new LengthCounts();
    for (let length = 1; length <= 200; length++) counts.add(length);
    expect([0.01, 0.5, 0.99, 1].map((share) => counts.quantile(share))).toEqual([2, 100, 198, 200]);
    expect(counts.between(11, 20)).toBe(10);
    counts.add(10_000_000);
    expect([counts.longest, counts.quantile(1), counts.total]).toEqual([10_000_000, 10_000_000, 10_020_100]);
    expect(new LengthCounts().quantile(0.5)).toBe(0);
  });

  it("is cut into round ranges that hold every length once", () => {
    const counts = new LengthCounts();
    for (let length = 1; length <= 133; length++) counts.add(length);
    const ranges = lengthRanges([counts]);
    expect(ranges.slice(0, 2)).toEqual([
      { from: 1, to: 20 },
      { from: 21, to: 40 },
    ]);
    const all = ranges.map(({ from, to }) => counts.between(from, to ?? Number.POSITIVE_INFINITY));
    expect(all.reduce((sum, count) => sum + count, 0)).toBe(133);
    counts.add(1000);
    for (let i = 0; i < 1000; i++) counts.add(5);
    expect(lengthRanges([counts]).at(-1)).toMatchObject({ to: null });
  });
});

describe("PairCounter", () => {
  const counter = new PairCounter();
  for (const text of ["aa|b", "aa|b", "aa|cc", "aa|dd", "x|x", "y|\u0000abcdefg"]) {
    const [source, target] = text.split("|") as [string, string];
    counter.add({ source, target });
  }
  counter.add("blank");
  counter.add("header");
  const statistics = counter.statistics();

  it("counts duplicates, sources with several targets, identical and invalid pairs", () => {
    expect(statistics).toMatchObject({
      pairs: 6,
      skipped: { blank: 1, empty: 0, header: 1 },
      duplicates: 1,
      sources: 3,
      severalTargets: 1,
      identical: 1,
      invalid: 1,
      source: { characters: 10, words: 6, length: { median: 2, longest: 2 }, tokenizer: "characters" },
      target: { characters: 15, distinctCharacters: 9 },
    });
    expect(statistics.ratio.median).toBe(1);
    expect(statistics.unevenness.most999).toBe(8);
  });

  it("finds what other files share", async () => {
    async function* others() {
      yield { source: "aa", target: "b" };
      yield { source: "aa", target: "new" };
      yield { source: "new", target: "x" };
      yield "blank" as const;
    }
    expect(await counter.overlap(others())).toEqual({ pairs: 3, source: 2, target: 2, pair: 1 });
  });
});
