import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BOS, EOS, PAD, UNK, Vocabulary } from "./vocabulary.ts";

const counts = new Map([
  ["b", 2],
  ["\u{1f600}", 3],
  ["\uff5e", 3],
  ["ab", 2],
  ["a", 2],
  ["c", 7],
  ["d", 1],
]);

describe("Vocabulary", () => {
  test("special symbols have fixed ids", () => {
    const vocabulary = Vocabulary.fromCounts(new Map());
    expect([PAD, UNK, BOS, EOS].map((id) => vocabulary.token(id))).toEqual(["<pad>", "<unk>", "<s>", "</s>"]);
    expect(vocabulary.size).toBe(4);
  });

  test("orders by count, then by code point and not by UTF-16 code unit", () => {
    expect(Vocabulary.fromCounts(counts).toJSON().slice(4)).toEqual([
      "c",
      "\uff5e",
      "\u{1f600}",
      "a",
      "ab",
      "b",
      "d",
    ]);
  });

  test("keeps the most frequent tokens; the special symbols count", () => {
    expect(Vocabulary.fromCounts(counts, { minimumCount: 2 }).size).toBe(4 + 6);
    expect(Vocabulary.fromCounts(counts, { maximumSize: 6 }).toJSON().slice(4)).toEqual(["c", "\uff5e"]);
    expect(Vocabulary.fromCounts(counts, { maximumSize: 3 }).size).toBe(4);
  });

  test("text that is spelled like a special symbol is unknown", () => {
    const vocabulary = Vocabulary.fromCounts(new Map([...counts, ["</s>", 9], ["<pad>", 9]]));
    expect(vocabulary.size).toBe(4 + counts.size);
    expect(vocabulary.ids(["c", "<pad>", "<unk>", "<s>", "</s>", "zz"])).toEqual([
      4,
      UNK,
      UNK,
      UNK,
      UNK,
      UNK,
    ]);
  });

  test("tokens of ids stop at </s> and leave out <pad> and <s>", () => {
    const vocabulary = Vocabulary.fromCounts(counts);
    expect(vocabulary.tokens([BOS, 4, PAD, UNK, 7, EOS, 8], "?")).toEqual(["c", "?", "a"]);
    expect(vocabulary.tokens(Int32Array.of(EOS, 4), "?")).toEqual([]);
  });

  test("an id out of range is an error", () => {
    const vocabulary = Vocabulary.fromCounts(counts);
    expect(() => vocabulary.token(11)).toThrow(new RangeError("id 11: expected an integer from 0 to 10"));
    expect(() => vocabulary.tokens([4, -1], "?")).toThrow(
      new RangeError("id -1: expected an integer from 0 to 10"),
    );
  });

  test("JSON that is no vocabulary is an error", () => {
    expect(() => Vocabulary.fromJSON(["<pad>", "<unk>", "a"])).toThrow(
      new RangeError('entry 2 is "a": expected "<s>"'),
    );
    expect(() => Vocabulary.fromJSON(["<pad>", "<unk>", "<s>", "</s>", "a", "b", "a"])).toThrow(
      new RangeError('entry 6, "a", occurs twice'),
    );
  });

  test("property: JSON and back gives the same ids, and ids and tokens are inverse", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (tokens) => {
        const vocabulary = Vocabulary.fromCounts(new Map(tokens.map((token, i) => [token, i % 3])));
        const again = Vocabulary.fromJSON(JSON.parse(JSON.stringify(vocabulary)) as string[]);
        expect(again.toJSON()).toEqual(vocabulary.toJSON());
        const words = vocabulary.toJSON().slice(4);
        expect(again.ids(words)).toEqual(words.map((_, i) => 4 + i));
      }),
    );
  });
});
