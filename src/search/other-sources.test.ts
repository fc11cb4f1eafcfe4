import { describe, expect, it } from "vitest";
import { expectClose } from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { copyingModel, wildModel } from "../../test/support/wild-model.ts";
import { type Configuration, parseConfiguration } from "../configuration/configuration.ts";
import { ConfigError } from "../errors.ts";
import { Weights } from "../nn/index.ts";
import { RandomStream } from "../random.ts";
import { type Model, traceModel } from "../seq2seq/model.ts";
import { transferWeights } from "../seq2seq/transfer.ts";
import { type Tokenizer, trainTokenizer } from "../text/index.ts";
import type { SearchOptions } from "./options.ts";
import { otherSources } from "./other-sources.ts";
import { createScorer } from "./scorer.ts";
import { createTranslator, type Translation } from "./translator.ts";

/** A model that reads with another tokenizer: the weights of known tokens stay, those of others are random. */
function readingBy(source: Tokenizer, from: Model, configuration: Configuration = from.configuration): Model {
  const sizes = { source: source.vocabulary.size, target: from.target.vocabulary.size };
  const weights = new Weights(traceModel(configuration, sizes).parameters.specs);
  const random = new RandomStream(1, "wild");
  for (let i = 0; i < weights.values.length; i++) weights.values[i] = 1.2 * random.normal();
  const model = { configuration, source, target: from.target, weights };
  transferWeights(from, model);
  return model;
}

const letters = wildModel({ words: "p q r s t u v w x", seed: 35 });
const additive = wildModel({ words: "p q r s t u v w x", seed: 36, context: { score: "additive" } });
const fixed = wildModel({ words: "p q r s t u v w x", seed: 39, context: { kind: "fixed-every-step" } });
const otherIds = trainTokenizer({ kind: "characters" }, ["hgfedcba", "hgfedc", "hgfe", "hg", "h"]);
const words = trainTokenizer({ kind: "words" }, ["ab cab fed had a bag ab"]);
const lettersByOtherIds = readingBy(otherIds, letters);
const readsWords = readingBy(words, additive);

const sentences = ["ab", "cab fed", "had a bag", "a", "fed zz", "ab ab"];

const open = () => runtimes[0]!.open();
const translate = async (models: readonly Model[], asked: readonly string[], options: SearchOptions) =>
  (await createTranslator(models, await open())).translate(asked, { maximumLength: 7, ...options });

function expectAlike(some: readonly Translation[], others: readonly Translation[]): void {
  expect(others.map(({ hypotheses }) => hypotheses.map(({ text }) => text))).toEqual(
    some.map(({ hypotheses }) => hypotheses.map(({ text }) => text)),
  );
  some.forEach(({ hypotheses }, i) => {
    hypotheses.forEach((one, n) => {
      const other = others[i]!.hypotheses[n]!;
      expectClose(other.tokenLogProbabilities, one.tokenLogProbabilities, 1e-5);
      expectClose(other.attention!.flat(), one.attention!.flat(), 1e-5);
    });
  });
}

describe("an ensemble whose models know the same tokens by other ids", () => {
  it.each<[string, SearchOptions]>([
    ["greedy search", {}],
    ["beam search", { beam: 5, nBest: 5, coveragePenalty: 0.2 }],
    ["sampling", { nBest: 5, sampling: { topP: 0.9 } }],
  ])("is what it is with the same ids, %s", async (_, options) => {
    const asked = ["abc", "d", "hgfedcba", "ab", "bead", "fed", "cafe", "hag"];
    const same = await translate([letters, additive, letters], asked, options);
    expect(
      new Set(same.flatMap(({ hypotheses }) => hypotheses.map(({ text }) => text))).size,
    ).toBeGreaterThan(5);
    expectAlike(same, await translate([lettersByOtherIds, additive, letters], asked, options));
    expectAlike(same, await translate([letters, additive, lettersByOtherIds], asked, options));
  });

  it("copies the same tokens", async () => {
    const asked = ["abc", "d", "hgfedcba", "ab", "bead", "zed"];
    const [one, other] = [copyingModel({ seed: 15 }), copyingModel({ seed: 11 })];
    const same = await translate([one, other], asked, { beam: 4, nBest: 4 });
    const written = same.flatMap(({ hypotheses }) => hypotheses.flatMap(({ tokens }) => tokens));
    expect(written.filter((token) => "bdefgh".includes(token)).length).toBeGreaterThan(5);
    expectAlike(same, await translate([one, readingBy(otherIds, other)], asked, { beam: 4, nBest: 4 }));
  });
});

describe("an ensemble whose models read other tokens", () => {
  it("has the mean probability, and the attention of those that read the first one's tokens", async () => {
    const models = [letters, readsWords, lettersByOtherIds, fixed];
    const translations = await translate(models, sentences, {});
    const pairs = translations.map(({ source, text }) => ({ source, target: text }));
    const alone = await Promise.all(
      models.map(async (model) => (await createScorer(model, await open())).scorePairs(pairs)),
    );
    expect(new Set(pairs.map(({ target }) => target)).size).toBeGreaterThan(3);
    translations.forEach(({ tokenLogProbabilities, attention }, i) => {
      const mean = tokenLogProbabilities.map((_, t) => {
        const sum = alone.reduce(
          (total, scores) => total + Math.exp(scores[i]!.tokenLogProbabilities[t]!),
          0,
        );
        return Math.log(sum / models.length);
      });
      expectClose(tokenLogProbabilities, mean, 1e-5);
      expectClose(attention!.flat(), alone[0]![i]!.attention!.flat(), 1e-5);
    });
  });

  it.each<[string, SearchOptions]>([
    ["greedy search", {}],
    ["beam search", { beam: 4, nBest: 4 }],
  ])(
    "is the same for lines alone as in a batch, and with weights that are read at every call, %s",
    async (_, options) => {
      const models = [readsWords, letters];
      const together = await translate(models, sentences, options);
      const live = await createTranslator(models, await open(), { live: true });
      for (const [i, sentence] of sentences.entries())
        expectAlike([together[i]!], await live.translate([sentence], { maximumLength: 7, ...options }));
    },
  );

  it("streams what it translates", async () => {
    const translator = await createTranslator([letters, readsWords], await open());
    for (const sentence of sentences) {
      const options = { maximumLength: 7 };
      const [translation] = await translator.translate([sentence], options);
      const streamed = [];
      for await (const token of translator.stream(sentence, options)) streamed.push(token);
      expect(streamed.map(({ token }) => token)).toEqual(translation!.tokens);
      streamed.forEach(({ attention }, t) => {
        expectClose(attention!, translation!.attention![t]!, 1e-5);
      });
    }
  });

  it("has no attention, and no coverage, where only those have it", async () => {
    const [translation] = await translate([fixed, readsWords], ["ab"], {});
    expect(translation!.attention).toBeNull();
    await expect(translate([fixed, readsWords], ["ab"], { coveragePenalty: 1 })).rejects.toThrow(
      new ConfigError("coveragePenalty 1: the model has no attention; leave it out"),
    );
  });

  it("tells that a line was cut for one of them", async () => {
    const configuration = parseConfiguration({ ...additive.configuration, source: { maximumLength: 2 } });
    const cuts = readingBy(words, additive, configuration);
    const found = await translate([letters, cuts], ["a b", "a b a", "abcdefghabc"], {});
    expect(found.map(({ truncated }) => truncated)).toEqual([false, true, true]);
    const [whole, cut] = await translate([letters, cuts], ["a b ", "a b"], {});
    expect(cut!.tokenLogProbabilities).toEqual(whole!.tokenLogProbabilities);
  });
});

describe("otherSources", () => {
  it("is nothing where all read alike", () => {
    expect(otherSources([letters, additive, fixed])).toEqual([]);
  });

  it("has each reading once, with the models that read it", () => {
    expect(otherSources([letters, readsWords, lettersByOtherIds, letters, readsWords])).toEqual([
      { models: [1, 4], tokenizer: words, most: 10, isAligned: false },
      { models: [2], tokenizer: otherIds, most: 10, isAligned: true },
    ]);
  });
});
