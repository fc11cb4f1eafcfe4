import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../random.ts";
import { tokenizerFromJson } from "../read-tokenizer.ts";
import { trainTokenizer } from "../token-counter.ts";
import type { TokenizerOptions } from "../tokenizer.ts";
import { EOS, UNK } from "../vocabulary.ts";

const LINES = [
  "the cat sat on the mat .",
  "the hat of the cat is at the mat",
  "私は猫が好きです。猫も私が好きです。",
  "ＡＢＣ ΑΣ Σοφός 3.14 <2ja> ｶﾞ",
];
const RESERVED = ["<0xE3>", "<0x00>", "</s>", "<unk>", "<s>", "<pad>"];
const nasty = fc.string({
  unit: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(..."the cat私猫好。 ", ...RESERVED) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("▁", " ", "\u3000", "\0", "\ufeff", "\u0085", "\n", "\u200b", "\ufffd"),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "e\u0301",
        "\u0301",
        "か\u3099",
        "👩‍👩‍👧",
        "🇯🇵",
        "שָׁלוֹם",
        "\u202e",
        "ｶﾞ",
        "㎏",
        "İ",
        "Σ",
        "ﬃ",
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom("\ud800", "\udfff", "\udc00\ud800") },
    { weight: 2, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 2 }) },
  ),
  maxLength: 12,
});

/** The normal form, step by step from its definition. */
function normal(
  text: string,
  { lowercase = false, normalization = "nfc" }: Partial<TokenizerOptions>,
): string {
  const form = normalization.toUpperCase();
  let so = Array.from(text, (character) => (/^[\ud800-\udfff]$/.test(character) ? "\ufffd" : character)).join(
    "",
  );
  if (normalization === "nfkc") so = so.normalize(form);
  if (lowercase) so = Array.from(so, (character) => character.toLowerCase()).join("");
  const words = so.normalize(form).split(/[\p{White_Space}▁]/u);
  return words.filter((word) => word !== "").join(" ");
}

describe.each([
  [{ kind: "bpe" }, 10_000],
  [{ kind: "bpe", lowercase: true }, 1000],
  [{ kind: "bpe", normalization: "nfkc" }, 1000],
  [{ kind: "bpe", normalization: "nfkc", lowercase: true }, 1000],
  [{ kind: "unigram" }, 10_000],
  [{ kind: "unigram", normalization: "nfkc", lowercase: true }, 1000],
] as const)("subwords %o", (options, numRuns) => {
  const tokenizer = trainTokenizer({ ...options, maximumVocabulary: 330 }, LINES);

  it("give any text back in its normal form", () => {
    const again = tokenizerFromJson(JSON.parse(JSON.stringify(tokenizer)));
    fc.assert(
      fc.property(nasty, (text) => {
        const ids = tokenizer.encode(text);
        const expected = normal(text, options);
        expect(tokenizer.decode([...ids, EOS, 9])).toBe(expected);
        expect(tokenizer.normalize(text)).toBe(expected);
        expect(Math.min(9, ...ids)).toBeGreaterThan(EOS);
        const tokens = tokenizer.tokens(text);
        expect(tokenizer.vocabulary.ids(tokens)).toEqual(ids);
        expect(tokenizer.detokenize(tokens)).toBe(expected);
        expect(again.encode(text)).toEqual(ids);
        expect(tokenizer.decode(tokenizer.sample(text, new RandomStream(1, text), 0.4))).toBe(expected);
      }),
      { numRuns },
    );
  });
});

describe.each(["bpe", "unigram"] as const)("subwords of kind %s", (kind) => {
  it("take text that is spelled like a special symbol or a byte for text", () => {
    const tokenizer = trainTokenizer({ kind }, Array(9).fill(RESERVED.join(" ")));
    for (const text of RESERVED) {
      expect(tokenizer.tokens(text).length).toBeGreaterThan(0);
      expect(tokenizer.tokens(text)).not.toContain(text);
      expect(tokenizer.encode(text)).not.toContain(tokenizer.vocabulary.toJSON().indexOf(text));
    }
  });

  it("are scored by words, and by characters where Japanese or Chinese stands", () => {
    const tokenizer = trainTokenizer({ kind }, []);
    expect(tokenizer.scoredTokens(" a cat's  私はＴom。ラーメン")).toEqual([
      "a",
      "cat's",
      "私",
      "は",
      "Ｔom",
      "。",
      "ラ",
      "ー",
      "メ",
      "ン",
    ]);
  });

  it("read a line of a million characters without a space", () => {
    const tokenizer = trainTokenizer({ kind }, LINES);
    const ids = tokenizer.encode("thecat".repeat(170_000));
    expect(tokenizer.decode(ids.slice(0, 5)).startsWith("thecat")).toBe(true);
    expect(ids.length).toBeLessThan(1_020_000);
  });
});

describe("subwords", () => {
  it("have symbols of the user as one token wherever they stand, each a word by itself", () => {
    const tokenizer = trainTokenizer({ kind: "bpe", symbols: ["<2ja>", "<2j"], lowercase: true }, LINES);
    expect(tokenizer.vocabulary.token(4)).toBe("<2ja>");
    expect(tokenizer.tokens("<2ja>THE<2j the")).toEqual(["<2ja>", "▁the", "<2j", "▁the"]);
    expect(tokenizer.normalize("<2ja>THE<2j  the ")).toBe("<2ja> the <2j the");
    expect(tokenizer.decode(tokenizer.encode("<2ja>THE<2j  the "))).toBe("<2ja> the <2j the");
    expect(tokenizer.tokens("<2JA>")).not.toContain("<2ja>");
  });

  it("without byte fallback have one <unk> for a run of unknown characters, and name it among the tokens", () => {
    const tokenizer = trainTokenizer({ kind: "bpe", byteFallback: false }, LINES);
    const ids = tokenizer.encode("the xyz cat");
    expect(ids.filter((id) => id === UNK)).toHaveLength(1);
    expect(tokenizer.tokens("the xyz cat")).toEqual(["▁the", "▁", "xyz", "▁cat"]);
    expect(tokenizer.decode(ids)).toBe("the \ufffd cat");
  });

  it("show half a character as U+FFFD until the rest is there", () => {
    const tokenizer = trainTokenizer({ kind: "bpe" }, LINES);
    const bytes = tokenizer.encode("犬");
    expect(tokenizer.tokens("犬")).toEqual(["▁", "<0xE7>", "<0x8A>", "<0xAC>"]);
    expect([2, 3, 4].map((n) => tokenizer.decode(bytes.slice(0, n)))).toEqual(["\ufffd", "\ufffd", "犬"]);
  });

  it("have phrases at a word's beginning and within one, first as the text that was learnt from has them", () => {
    const english = trainTokenizer({ kind: "bpe" }, LINES);
    expect(english.phrases("the cat")).toEqual([
      ["▁the", "▁cat"],
      ["the", "▁cat"],
    ]);
    const joined = ["私は猫が好き", "彼は猫が好き", "私は猫が好きだ"];
    expect(trainTokenizer({ kind: "bpe" }, joined).phrases("猫が好き")).toEqual([
      ["猫", "が好き"],
      ["▁", "猫", "が好き"],
    ]);
    const spaced = ["猫が 好き 猫が 好き"];
    expect(trainTokenizer({ kind: "bpe" }, spaced).phrases("猫が")[0]).toEqual(["▁猫が"]);
    expect(english.phrases("")).toEqual([[]]);
  });
});
