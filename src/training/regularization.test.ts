import { describe, expect, it } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import { encodePairs } from "../data/index.ts";
import { trainTokenizer } from "../text/index.ts";
import { redraw } from "./regularization.ts";

const lines = ["the cat sat on the mat", "the dog sat on the cat", "a mat on a dog and a cat"];
const tokenizer = trainTokenizer({ kind: "bpe", maximumVocabulary: 320 }, lines);
const tokenizers = { source: tokenizer, target: tokenizer };
const { examples } = encodePairs(
  lines.map((line) => ({ source: line, target: line })),
  tokenizer,
  tokenizer,
);
const bpe = { tokenizer: "bpe" } as const;
const configured = (input: ConfigurationInput = {}) =>
  parseConfiguration({ source: bpe, target: bpe, ...input });

describe("redraw", () => {
  const source = { ...bpe, regularization: 0.5 } as const;

  it("leaves examples as they are where nothing asks for it", () => {
    expect(redraw(examples[0]!, tokenizers, configured(), { epoch: 1, example: 0 })).toBe(examples[0]);
  });

  it("cuts the side that asks for it, into pieces of the same text", () => {
    const drawn = redraw(examples[0]!, tokenizers, configured({ source }), { epoch: 1, example: 0 });
    expect(drawn.target).toEqual(examples[0]!.target);
    expect(drawn.source).not.toEqual(examples[0]!.source);
    expect(drawn.source.at(-1)).toBe(3);
    expect(tokenizer.decode(drawn.source)).toBe(lines[0]);
  });

  it("is decided by seed, epoch and example", () => {
    const draw = (seed: number, epoch: number, example: number) =>
      redraw(examples[0]!, tokenizers, configured({ source, training: { seed } }), { epoch, example }).source;
    expect(draw(1, 1, 1)).toEqual(draw(1, 1, 1));
    for (const other of [draw(2, 1, 1), draw(1, 2, 1), draw(1, 1, 2)])
      expect(other).not.toEqual(draw(1, 1, 1));
  });
});
