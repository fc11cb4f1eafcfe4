import { describe, expect, it } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../seq2seq/configuration.ts";
import { chooseTokenizers, trainTokenizers } from "./tokenizers.ts";

/** Sources are words, targets are not; few words of the one are in the other. */
const pairs = Array.from({ length: 40 }, (_, i) => ({
  source: `the ${["cat", "dog"][i % 2]} sees the ${["bird", "dog", "mouse"][i % 3]}`,
  target: `cat${i} on${i}`,
}));

const chosen = (input: ConfigurationInput) => chooseTokenizers(parseConfiguration(input), pairs);
const kinds = ({ source, target }: ReturnType<typeof chosen>) => [source.tokenizer, target.tokenizer];

describe("chooseTokenizers", () => {
  it("looks at each side where the configuration leaves it open", () => {
    expect(kinds(chosen({}))).toEqual(["words", "characters"]);
    expect(kinds(chosen({ source: { tokenizer: "characters" }, target: { tokenizer: "words" } }))).toEqual([
      "characters",
      "words",
    ]);
  });

  it("looks at both sides together for a joint vocabulary", () => {
    expect(kinds(chosen({ vocabulary: "joint" }))).toEqual(["characters", "characters"]);
  });
});

describe("trainTokenizers", () => {
  const words = { tokenizer: "words", minimumCount: 2 } as const;

  it("makes one of each side's lines, with its own options", () => {
    const configuration = chosen({ source: words, target: { tokenizer: "words", maximumVocabulary: 6 } });
    const { source, target } = trainTokenizers(configuration, pairs);
    expect(source.vocabulary.toJSON().slice(4)).toEqual(["the", "sees", "dog", "cat", "bird", "mouse"]);
    expect(target.vocabulary.toJSON().slice(4)).toEqual(["cat0", "cat1"]);
  });

  it("makes one of all lines for a joint vocabulary, where tokens count on both sides", () => {
    const once = [{ source: "the cat", target: "cat dog" }];
    const configuration = chosen({ vocabulary: "joint", source: words, target: words });
    const { source, target } = trainTokenizers(configuration, once);
    expect(source.vocabulary.toJSON().slice(4)).toEqual(["cat"]);
    expect(target).toBe(source);
  });
});
