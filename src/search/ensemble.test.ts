import { describe, expect, it } from "vitest";
import { createReference } from "../../test/support/reference-search.ts";
import {
  expectClose,
  expectSameHypotheses,
  sourceIds,
} from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { copyingModel, type WildOptions, wildModel } from "../../test/support/wild-model.ts";
import { ConfigError } from "../errors.ts";
import type { Model } from "../seq2seq/model.ts";
import { trainTokenizer } from "../text/index.ts";
import type { SearchOptions } from "./options.ts";
import { createTranslator, type Translation } from "./translator.ts";

const make = (input: WildOptions = {}) => wildModel({ words: "p q r s t u v w x", seed: 35, ...input });
const model = make();
const attends = make({ seed: 36, context: { score: "additive" } });
const fixed = make({ seed: 39, context: { kind: "fixed-every-step" }, decoder: { cell: "gru" } });

const lines = ["abc", "d", "hgfedcba", "ab", "bead", "fed", "cafe", "hag"];
const searches: Readonly<Record<string, SearchOptions>> = {
  "greedy search": {},
  "beam search": { beam: 5, nBest: 5, coveragePenalty: 0.2 },
  sampling: { nBest: 5, sampling: { topP: 0.9 } },
};

const translate = async (models: Model | readonly Model[], options: SearchOptions) => {
  const translator = await createTranslator(models, await runtimes[0]!.open());
  return translator.translate(lines, { maximumLength: 8, ...options });
};
const texts = (translations: readonly Translation[]) =>
  translations.map(({ hypotheses }) => hypotheses.map(({ text }) => text));

function expectAlike(some: readonly Translation[], others: readonly Translation[]): void {
  expect(texts(others)).toEqual(texts(some));
  some.forEach(({ hypotheses }, i) => {
    hypotheses.forEach((one, n) => {
      const other = others[i]!.hypotheses[n]!;
      expectClose([other.score], [one.score], 1e-5);
      expectClose(other.tokenLogProbabilities, one.tokenLogProbabilities, 1e-5);
      expectClose(other.attention!.flat(), one.attention!.flat(), 1e-5);
    });
  });
}

describe.each(Object.entries(searches))("an ensemble, %s", (_, options) => {
  it("of a model with itself is the model", async () => {
    const alone = await translate(model, options);
    expect(new Set(texts(alone).flat()).size).toBeGreaterThan(4);
    expectAlike(alone, await translate([model], options));
    expectAlike(alone, await translate([model, model], options));
    expectAlike(alone, await translate([model, model, model], options));
  });

  it("is the same in any order, and none of its models", async () => {
    const three = await translate([model, attends, fixed], options);
    expectAlike(three, await translate([fixed, model, attends], options));
    const two = await translate([model, attends], options);
    for (const other of [two, await translate(model, options), await translate(attends, options)])
      expect(texts(other)).not.toEqual(texts(three));
  });
});

describe("an ensemble", () => {
  it("has the mean probability and attention of its models, with weights that are read at every call too", async () => {
    const runtime = await runtimes[0]!.open();
    const models = [fixed, model, attends];
    const reference = await createReference(models, runtime);
    const translator = await createTranslator(models, runtime, { live: true });
    const translations = await translator.translate(lines, { maximumLength: 8, lengthPenalty: 0 });
    for (const { source, hypotheses } of translations) {
      const asked = { limit: 9, lengthPenalty: 0 };
      const expected = await reference.beam(sourceIds(model, source), asked);
      expectSameHypotheses(model, hypotheses, expected, source);
    }
  });

  it("is refused where the target vocabularies are not the same", async () => {
    const runtime = await runtimes[0]!.open();
    const otherTarget = make({ words: "p q r s t u v w y" });
    await expect(createTranslator([model, attends, otherTarget], runtime)).rejects.toThrow(
      new ConfigError(
        "ensemble: model 3 has another target vocabulary than model 1: train them on the same data",
      ),
    );
  });

  it("is refused where only some of its models copy, or where those that do read other tokens", async () => {
    const runtime = await runtimes[0]!.open();
    const words = "p q r s t u v w x";
    const copies = copyingModel({ words });
    const refused = (models: readonly Model[], message: string) =>
      expect(createTranslator(models, runtime)).rejects.toThrow(new ConfigError(message));
    await refused(
      [model, attends, copies],
      "ensemble: model 3 has decoder.copying true and model 1 false: expected all of them to copy, or none",
    );
    await refused(
      [copies, model],
      "ensemble: model 2 has decoder.copying false and model 1 true: expected all of them to copy, or none",
    );
    const byWords = trainTokenizer({ kind: "words" }, ["a b c d"]);
    const otherwise = copyingModel({ words, source: { tokenizer: "words" } });
    await refused(
      [copies, { ...otherwise, source: byWords }],
      "ensemble: model 2 copies and reads other tokens than model 1: expected the same source tokenizer, but for its vocabulary",
    );
  });
});
