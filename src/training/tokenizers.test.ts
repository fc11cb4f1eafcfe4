import { describe, expect, it } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import { ConfigError } from "../errors.ts";
import { trainTokenizer } from "../text/index.ts";
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

  it("learns subwords as the configuration says", () => {
    const { source } = trainTokenizers(
      chosen({
        source: { tokenizer: "bpe", symbols: ["<2ja>"], byteFallback: false, maximumVocabulary: 24 },
      }),
      pairs,
    );
    expect(source.kind).toBe("bpe");
    expect(source.vocabulary.size).toBe(24);
    expect(source.vocabulary.token(4)).toBe("<2ja>");
    expect(source.tokens("the cat")).toContain("▁the");
    const { source: whole } = trainTokenizers(chosen({ source: { tokenizer: "bpe" } }), pairs);
    expect(whole.vocabulary.size).toBeLessThan(8000);
  });
});

describe("a tokenizer that is given", () => {
  const given = trainTokenizer({ kind: "bpe" }, ["the cat sees the dog"]);
  const input: ConfigurationInput = { source: { tokenizerFile: "given.json" } };

  it("is used as it is, and its kind is the configuration's", () => {
    const configuration = chooseTokenizers(parseConfiguration(input), pairs, { source: given });
    expect(configuration.source.tokenizer).toBe("bpe");
    expect(trainTokenizers(configuration, pairs, { source: given }).source).toBe(given);
  });

  it("is refused where the configuration says another kind, and missed where a file is named", () => {
    const other = parseConfiguration({ source: { tokenizerFile: "given.json", tokenizer: "words" } });
    expect(() => chooseTokenizers(other, pairs, { source: given })).toThrow(
      new ConfigError(
        'source.tokenizer "words": expected "auto" or "bpe", which the tokenizer of source.tokenizerFile is',
      ),
    );
    expect(() => trainTokenizers(chosen(input), pairs)).toThrow(
      new ConfigError(
        "source.tokenizerFile given.json: nothing reads it here: give its tokenizer as tokenizers.source, or leave it out",
      ),
    );
  });
});
