import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { Weights } from "../nn/index.ts";
import { RandomStream } from "../random.ts";
import { type ConfigurationInput, parseConfiguration } from "../seq2seq/configuration.ts";
import { type Model, traceModel } from "../seq2seq/model.ts";
import { BOS, EOS, PAD, trainTokenizer } from "../text/index.ts";
import { createScorer } from "./scorer.ts";
import { createTranslator } from "./translator.ts";

const lines = ["abc", "d", "", "hgfedcba", "ab", "aaaaaaaaaaaaaaa", "bead"];

/** A model that has learnt nothing but has large weights, so that its outputs differ from line to line. */
function wildModel(input: ConfigurationInput = {}): Model {
  const configuration = parseConfiguration({
    source: { maximumLength: 10 },
    ...input,
    encoder: { size: 6, embedding: 5 },
    decoder: { size: 6, embedding: 7 },
  });
  const source = trainTokenizer({ kind: "characters" }, ["abcdefgh"]);
  const target = trainTokenizer({ kind: "words" }, ["p q r s t u v w x"]);
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const weights = new Weights(traceModel(configuration, sizes).parameters.specs);
  const random = new RandomStream(2, "wild");
  for (let i = 0; i < weights.values.length; i++) weights.values[i] = random.normal();
  // Search never writes <pad> and <s>; a trained model knows that they are no output.
  const bias = weights.view("decoder.output.bias").data;
  [bias[PAD], bias[BOS], bias[EOS]] = [-100, -100, 4];
  return { configuration, source, target, weights };
}

describe.each(runtimes)("greedy search, $name", ({ open }) => {
  it("writes at every step the token that forced decoding finds likeliest, with its probability", async () => {
    const runtime = await open();
    const model = wildModel();
    const translator = await createTranslator(model, runtime);
    const scorer = await createScorer(model, runtime);
    const ended = (await translator.translate(lines)).filter(
      ({ tokens, attention, truncated }) => attention?.length === tokens.length + 1 && !truncated,
    );
    expect(ended.length).toBeGreaterThan(2);
    expect(new Set(ended.map(({ text }) => text)).size).toBeGreaterThan(1);
    for (const { source, text, score } of ended) {
      const forced = await scorer.score([{ source, target: text }]);
      expect(forced.correct).toBe(forced.tokens);
      expect(forced.negativeLogLikelihood).toBeCloseTo(-score, 4);
    }
  });

  it.each(["attention", "fixed-initial", "fixed-every-step"] as const)(
    "translates a line alone as in a padded batch: %s",
    async (kind) => {
      const translator = await createTranslator(wildModel({ context: { kind } }), await open());
      const together = await translator.translate(lines);
      for (const [index, line] of lines.entries()) {
        const [alone] = await translator.translate([line]);
        expect(alone!.tokens).toEqual(together[index]!.tokens);
        expect(alone!.score).toBeCloseTo(together[index]!.score, 4);
      }
    },
  );
});

describe("translations", () => {
  it("keep their order, leave an empty line empty, and cut a source that is too long", async () => {
    const translator = await createTranslator(wildModel(), await runtimes[0]!.open());
    const translations = await translator.translate(lines);
    expect(translations.map(({ source }) => source)).toEqual(lines);
    expect(translations[2]).toEqual({
      source: "",
      text: "",
      score: 0,
      tokens: [],
      sourceTokens: [],
      attention: null,
      truncated: false,
    });
    expect(translations.map(({ truncated }) => truncated)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
    expect(translations[5]!.sourceTokens).toHaveLength(10);
  });

  it("come with attention over the source's tokens and </s>, in rows that add up to 1", async () => {
    const translator = await createTranslator(wildModel(), await runtimes[0]!.open());
    for (const { attention, sourceTokens } of await translator.translate(lines)) {
      for (const row of attention ?? []) {
        expect(row).toHaveLength(sourceTokens.length + 1);
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    }
    const fixed = await createTranslator(
      wildModel({ context: { kind: "fixed-initial" } }),
      await runtimes[0]!.open(),
    );
    expect((await fixed.translate(["abc"]))[0]!.attention).toBeNull();
  });
});
