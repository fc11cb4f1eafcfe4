import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError } from "../errors.ts";
import { tokenizerFromJson } from "./read-tokenizer.ts";
import { trainTokenizer } from "./token-counter.ts";
import type { TokenizerKind } from "./tokenizer-kinds.ts";
import { BOS, EOS, PAD, UNK } from "./vocabulary.ts";

const KINDS: TokenizerKind[] = ["characters", "words"];
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(..." \tabÉé"), fc.constantFrom("e\u0301", "\u3000", "👩‍👩‍👧", "か\u3099")),
});

describe("characters", () => {
  test("a token is a grapheme cluster of the normalised text", () => {
    const tokenizer = trainTokenizer({ kind: "characters" }, []);
    expect(tokenizer.tokens("  it's \n")).toEqual(["i", "t", "'", "s"]);
    expect(tokenizer.tokens("e\u0301👩‍👩‍👧か\u3099 n")).toEqual(["é", "👩‍👩‍👧", "が", " ", "n"]);
    expect(tokenizer.tokens("")).toEqual([]);
  });

  test("the fast way of ASCII gives what the segmenter gives", () => {
    const tokenizer = trainTokenizer({ kind: "characters" }, []);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (ascii) => {
        // The segmenter sees the same text after a character that is not ASCII.
        expect(tokenizer.tokens(`é${ascii.trim()}`).slice(1)).toEqual(tokenizer.tokens(ascii));
      }),
    );
  });

  test("an unknown character comes back as one character", () => {
    const tokenizer = trainTokenizer({ kind: "characters", lowercase: true }, ["ABBA C"]);
    expect(tokenizer.vocabulary.toJSON().slice(4)).toEqual(["a", "b", " ", "c"]);
    expect(tokenizer.encode("Cabx")).toEqual([7, 4, 5, UNK]);
    expect(tokenizer.decode([BOS, 7, PAD, 4, 5, UNK, EOS, 4])).toBe("cab\ufffd");
  });
});

describe("words", () => {
  test("any run of white space separates, one space joins", () => {
    const tokenizer = trainTokenizer({ kind: "words" }, ["we  go\u3000home .", "\tgo\u0085we "]);
    expect(tokenizer.vocabulary.toJSON().slice(4)).toEqual(["go", "we", ".", "home"]);
    expect(tokenizer.decode(tokenizer.encode(" we\u00a0\u00a0go . "))).toBe("we go .");
  });

  test("an unknown word comes back as <unk>", () => {
    const tokenizer = trainTokenizer({ kind: "words" }, ["we go"]);
    expect(tokenizer.encode("We go <s> </s>")).toEqual([UNK, 4, UNK, UNK]);
    expect(tokenizer.decode([UNK, 4, EOS, EOS])).toBe("<unk> go");
  });

  test("rare words are left out", () => {
    const lines = ["a a a b b c", "d d"];
    expect(trainTokenizer({ kind: "words", minimumCount: 2 }, lines).vocabulary.size).toBe(4 + 3);
    expect(trainTokenizer({ kind: "words", maximumVocabulary: 5 }, lines).vocabulary.toJSON()[4]).toBe("a");
  });
});

describe.each(KINDS)("%s", (kind) => {
  test("property: what was seen in training comes back as it was normalised, also after JSON", () => {
    fc.assert(
      fc.property(fc.array(text), fc.boolean(), (lines, lowercase) => {
        const tokenizer = trainTokenizer({ kind, lowercase }, lines);
        const again = tokenizerFromJson(JSON.parse(JSON.stringify(tokenizer)));
        for (const line of lines) {
          const normal = (lowercase ? line.toLowerCase() : line).normalize("NFC").trim();
          const ids = tokenizer.encode(line);
          expect(tokenizer.decode([...ids, EOS, UNK])).toBe(
            kind === "words" ? normal.replace(/\s+/g, " ") : normal,
          );
          expect(again.encode(line)).toEqual(ids);
          expect(again.tokens(line)).toEqual(tokenizer.tokens(line));
        }
      }),
    );
  });

  test("JSON form", () => {
    expect(trainTokenizer({ kind, lowercase: true }, ["A"]).toJSON()).toEqual({
      format: 1,
      kind,
      lowercase: true,
      vocabulary: ["<pad>", "<unk>", "<s>", "</s>", "a"],
    });
  });
});

describe("tokenizerFromJson", () => {
  const json = trainTokenizer({ kind: "words" }, ["a b"]).toJSON();

  test.each([
    [
      { ...json, format: 2, merges: [] },
      "tokenizer: format 2 is newer than this version of henkan, which reads format 1: update henkan",
    ],
    [
      { ...json, kind: "bpe", vocabulary: ["<pad>", 1] },
      'tokenizer: kind: Invalid option: expected one of "characters"|"words"; vocabulary.1: Invalid input: expected string, received number',
    ],
    [null, "tokenizer: all of it: Invalid input: expected object, received null"],
    [{ ...json, vocabulary: [] }, 'tokenizer: vocabulary: entry 0 is undefined: expected "<pad>"'],
  ])("refuses %j", (damaged, message) => {
    expect(() => tokenizerFromJson(damaged)).toThrow(new CheckpointError(message));
  });
});
