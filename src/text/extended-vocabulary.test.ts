import { describe, expect, it } from "vitest";
import { ExtendedVocabulary } from "./extended-vocabulary.ts";
import { EOS, UNK, Vocabulary } from "./vocabulary.ts";

const vocabulary = Vocabulary.fromJSON(["<pad>", "<unk>", "<s>", "</s>", "p", "q", "r"]);
const V = 7;

describe("a vocabulary that a source extends", () => {
  it("has the source's unknown tokens at V and the position where each first stands", () => {
    const { copies } = new ExtendedVocabulary(vocabulary, ["x", "q", "y", "x", "p", "y", "z"]);
    expect(copies).toEqual(Int32Array.of(V, 5, V + 2, V, 4, V + 2, V + 6, EOS));
  });

  it("knows its own tokens and those that were added; others are unknown", () => {
    const extended = new ExtendedVocabulary(vocabulary, ["q", "x"]);
    expect(extended.ids(["x", "r", "q", "y", "x"])).toEqual([V + 1, 6, 5, UNK, V + 1]);
  });

  it("takes text that is spelled like a special symbol for a token like all others", () => {
    const extended = new ExtendedVocabulary(vocabulary, ["</s>", "<s>"]);
    expect(extended.copies).toEqual(Int32Array.of(V, V + 1, EOS));
    expect(extended.ids(["<s>", "<pad>"])).toEqual([V + 1, UNK]);
  });

  it("is of an empty source the vocabulary", () => {
    const extended = new ExtendedVocabulary(vocabulary, []);
    expect(extended.copies).toEqual(Int32Array.of(EOS));
    expect(extended.ids(["p", "x"])).toEqual([4, UNK]);
  });
});
