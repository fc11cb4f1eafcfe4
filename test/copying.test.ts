import { describe, expect, it } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../src/configuration/configuration.ts";
import type { Pair } from "../src/data/index.ts";
import { onnxModels } from "../src/export/onnx-models.ts";
import { runSearch } from "../src/export/onnx-runner.ts";
import { RandomStream } from "../src/random.ts";
import { createScorer } from "../src/search/scorer.ts";
import { createTranslator } from "../src/search/translator.ts";
import { encodeCorpus } from "../src/training/encoded-corpus.ts";
import { train } from "../src/training/train.ts";
import { runtimes } from "./support/runtimes.ts";

/** A name of four letters. */
function nameOf(random: RandomStream): string {
  return Array.from({ length: 4 }, () => "aeioklmnrst"[random.integer(11)]!).join("");
}

/** Sentences about one or two persons: nearly every name occurs once. */
function introductions(count: number, seed: number): Pair[] {
  const random = new RandomStream(seed, "introductions");
  return Array.from({ length: count }, () => {
    const [one, other] = [nameOf(random), nameOf(random)];
    return [
      { source: `my name is ${one}`, target: `${one} to mousimasu` },
      { source: `${one} likes ${other}`, target: `${one} wa ${other} ga suki` },
      { source: `is ${one} here ?`, target: `${one} wa imasu ka` },
    ][random.integer(3)]!;
  });
}

const tiny: ConfigurationInput = {
  source: { tokenizer: "words", minimumCount: 3 },
  target: { tokenizer: "words", minimumCount: 3 },
  encoder: { size: 24, embedding: 16, dropout: 0 },
  decoder: { size: 24, embedding: 16, dropout: 0, copying: true },
};

describe("a model that may copy", () => {
  it.each<[string, ConfigurationInput["training"]]>([
    ["", {}],
    [
      ", with smoothed labels and scheduled sampling",
      { labelSmoothing: 0.05, scheduledSampling: { rate: 0.3 } },
    ],
  ])("learns to write names that it has never seen, as an export too%s", async (_, training) => {
    const runtime = await runtimes[0]!.open();
    const configuration = parseConfiguration({
      ...tiny,
      training: { epochs: 12, batchTokens: 150, learningRate: 0.01, ...training },
    });
    const corpus = encodeCorpus(configuration, introductions(400, 1));
    const { model } = await train({ corpus, dev: introductions(30, 2), configuration, runtime });
    const unseen = introductions(60, 3);
    const lines = unseen.map(({ source }) => source);
    const isRight = (text: string | undefined, i: number) => text === unseen[i]!.target;
    const { vocabulary } = model.target;
    const names = lines.flatMap((line) => line.split(" ")).filter((word) => vocabulary.ids([word])[0] === 1);
    expect(names.length).toBeGreaterThan(60);

    const translations = await (await createTranslator(model, runtime)).translate(lines, { beam: 3 });
    expect(translations.filter(({ text }, i) => isRight(text, i)).length).toBeGreaterThan(55);
    const search = { beam: 3, nBest: 1, lengthPenalty: 1 };
    const exported = onnxModels({ model, name: "names", search, int8: false });
    const found = await runSearch(await runtime.compile(exported.model), model, lines);
    expect(found.map(([best]) => best!.text)).toEqual(translations.map(({ text }) => text));

    const [score] = await (await createScorer(model, runtime)).scorePairs(unseen.slice(0, 1));
    expect(score!.unknown).toBe(0);
    expect(Math.exp(score!.score)).toBeGreaterThan(0.5);
  });
});
