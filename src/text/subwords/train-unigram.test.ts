import { describe, expect, it } from "vitest";
import { RandomStream } from "../../random.ts";
import type { SegmentCounts, SubwordTrainingOptions } from "./subword-model.ts";
import { trainUnigram } from "./train-unigram.ts";

const train = (segments: SegmentCounts, options: Partial<SubwordTrainingOptions> = {}) =>
  trainUnigram(segments, { size: 100, symbols: [], byteFallback: false, characterCoverage: 1, ...options });
const learnt = (segments: SegmentCounts, options: Partial<SubwordTrainingOptions> = {}) => {
  const { symbols = [], byteFallback = false } = options;
  return train(segments, options).pieces.slice(4 + symbols.length + (byteFallback ? 256 : 0));
};
const isLogDistribution = (scores: readonly number[]) =>
  Math.abs(scores.reduce((sum, score) => sum + Math.exp(score), 0) - 1) < 1e-9;

describe("a planted language", () => {
  const WORDS = ["kita", "mo", "sune", "ra", "topiku", "len", "ako", "shi", "marude", "yon"];

  it("is found again in text without spaces", () => {
    const random = new RandomStream(1, "language");
    // Zipf's law: word n has a probability in proportion to 1 / (n + 1).
    const word = () => WORDS[Math.floor((WORDS.length + 1) ** random.uniform()) - 1]!;
    const segments = new Map<string, number>();
    const cuts: string[][] = [];
    for (let line = 0; line < 3000; line++) {
      const words = Array.from({ length: 3 + random.integer(6) }, word);
      segments.set(words.join(""), 1 + (segments.get(words.join("")) ?? 0));
      cuts.push(words);
    }
    const characters = new Set(WORDS.join(""));
    const model = train(segments, { size: 4 + characters.size + WORDS.length });
    const pieces = new Set(model.pieces);
    expect(WORDS.filter((one) => !pieces.has(one))).toEqual([]);
    const right = cuts.filter(
      (words) =>
        model
          .cut(words.join(""))
          .map((id) => model.pieces[id])
          .join(" ") === words.join(" "),
    );
    expect(right.length / cuts.length).toBeGreaterThan(0.98);
    const relative = Math.exp(
      model.scores[model.pieces.indexOf("kita")]! - model.scores[model.pieces.indexOf("len")]!,
    );
    expect(relative).toBeGreaterThan(4);
    expect(relative).toBeLessThan(8);
  });
});

describe("the vocabulary", () => {
  const segments = new Map([
    ["▁low", 5],
    ["▁lower", 2],
    ["▁newest", 6],
    ["▁widest", 3],
  ]);

  it("has the fixed pieces, then what was learnt by descending probability", () => {
    const model = train(segments, { size: 300, symbols: ["<2ja>"], byteFallback: true });
    expect(model.pieces.slice(0, 6)).toEqual(["<pad>", "<unk>", "<s>", "</s>", "<2ja>", "<0x00>"]);
    expect(model.pieces[260]).toBe("<0xFF>");
    const scores = model.scores.slice(261);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(isLogDistribution(scores)).toBe(true);
    expect(model.scores.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(new Set(model.scores.slice(5, 261)).size).toBe(1);
    // Any six characters are likelier than the byte piece that they spell.
    expect(model.scores[5]).toBeLessThan(6 * scores.at(-1)!);
    expect(new Set(model.pieces).size).toBe(model.pieces.length);
  });

  it("has no more entries than asked for, and the characters in any case", () => {
    const characters = new Set([...segments.keys()].join(""));
    for (const size of [4, 5, 9, 15, 16, 17, 20, 1000]) {
      const model = train(segments, { size });
      expect(model.pieces.length).toBeLessThanOrEqual(size);
      const single = model.pieces.slice(4).filter((piece) => piece.length === 1);
      expect(single.length).toBe(Math.min(size - 4, characters.size));
    }
    expect(train(segments, { size: 17 }).pieces.length).toBe(17);
  });

  it("has the words of a small text, the commonest first", () => {
    const longer = learnt(segments).filter((piece) => piece.length > 1);
    expect(longer).toEqual(["▁newest", "▁low", "▁widest", "▁lower"]);
  });

  it("orders what is as likely by code point", () => {
    const equal = new Map(["\u{1f600}", "\uff5e", "b", "a"].map((character) => [character, 2]));
    expect(learnt(equal)).toEqual(["a", "b", "\uff5e", "\u{1f600}"]);
  });

  it.each([
    ["no text", [], []],
    ["one character", [["a", 1]], ["a"]],
    [
      "an empty segment",
      [
        ["", 3],
        ["b", 1],
      ],
      ["b"],
    ],
    ["a word that occurs once", [["abc", 1]], ["a", "b", "c"]],
  ] as [string, [string, number][], string[]][])("of %s", (_, entries, pieces) => {
    expect(learnt(new Map(entries)).toSorted()).toEqual(pieces);
  });

  it("leaves out what the coverage does not ask for, and learns nothing over it", () => {
    const rare = new Map([...segments, ["lowßlow", 1], ["ßnew", 1]]);
    const pieces = learnt(rare, { characterCoverage: 0.97 });
    expect(pieces.filter((piece) => piece.includes("ß"))).toEqual([]);
    expect(learnt(rare).filter((piece) => piece.includes("ß"))).toContain("ß");
  });

  it("learns no piece that is spelled like a fixed one", () => {
    const spelled = new Map([
      ["<s><2ja></s><0x41>", 1000],
      ["<pad><2ja>", 500],
      ["abab", 2],
    ]);
    const pieces = learnt(spelled, { size: 400, symbols: ["<2ja>", "ab"], byteFallback: true });
    for (const fixed of ["<s>", "</s>", "<pad>", "<2ja>", "ab", "<0x41>"])
      expect(pieces).not.toContain(fixed);
  });

  it("has pieces of at most 16 characters, also of text without any other", () => {
    const pieces = learnt(new Map([["\u{1f600}x".repeat(5000), 2]]), { size: 40 });
    expect(Math.max(...pieces.map((piece) => [...piece].length))).toBe(16);
  });
});

it("gives the same model in whatever order the segments come", () => {
  const random = new RandomStream(4, "order");
  const entries = Array.from({ length: 400 }, (_, i): [string, number] => [
    Array.from({ length: 1 + random.integer(8) }, () => "あいうえおか"[random.integer(6)]!).join("") +
      (i % 7),
    1 + random.integer(3),
  ]);
  const model = train(new Map(entries), { size: 60 });
  const again = train(new Map(random.shuffle([...new Map(entries)])), { size: 60 });
  expect(again.toJSON()).toEqual(model.toJSON());
});
