import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { drawExamples, tinyConfiguration, tinyTraining } from "../../test/support/tiny-model.ts";
import { turnedBeforeEnd } from "../../test/support/turned-outputs.ts";
import { copyingModel, wildModel } from "../../test/support/wild-model.ts";
import type { Example } from "../data/index.ts";
import { ConfigError } from "../errors.ts";
import { Weights } from "../nn/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { createScorer } from "./scorer.ts";
import { createTranslator } from "./translator.ts";

const lines = ["abc", "d", "hgfedcba", "ab", "bead", "fed", "cafe", "hag"];
const [{ open }] = runtimes as [(typeof runtimes)[number]];

/** The same model, but its decoder writes the output from the end. */
function reversed(model: Model): Model {
  const { configuration } = model;
  return {
    ...model,
    configuration: { ...configuration, decoder: { ...configuration.decoder, reversed: true } },
  };
}
const turned = (text: string) => text.split(" ").reverse().join(" ");

const models = {
  "with input feeding": wildModel({ seed: 35, words: "p q r s t u v w x", endBias: -2 }),
  "without it": wildModel({ seed: 36, words: "p q r s t", decoder: { inputFeeding: false } }),
  "of a fixed vector": wildModel({ seed: 39, words: "p q r s t", context: { kind: "fixed-every-step" } }),
  "that copies": copyingModel({ seed: 15 }),
};

describe.each(Object.entries(models))("a decoder that writes from the end, %s", (_, model) => {
  const options = { beam: 4, nBest: 4, maximumLength: 8 };

  it("finds the outputs of one that writes forwards in the opposite order, token by token", async () => {
    const runtime = await open();
    for (const search of [options, { maximumLength: 8 }]) {
      const forwards = await (await createTranslator(model, runtime)).translate(lines, search);
      const backwards = await (await createTranslator(reversed(model), runtime)).translate(lines, search);
      expect(new Set(forwards.map(({ text }) => text)).size).toBeGreaterThan(1);
      for (const [i, { hypotheses }] of forwards.entries()) {
        expect(backwards[i]!.hypotheses).toEqual(
          hypotheses.map((one) => ({
            ...one,
            text: turned(one.text),
            tokens: one.tokens.toReversed(),
            logProbability: expect.closeTo(one.logProbability, 4),
            tokenLogProbabilities: turnedBeforeEnd(one.tokenLogProbabilities),
            attention: one.attention && turnedBeforeEnd(one.attention),
          })),
        );
      }
    }
  });

  it("foresees targets as one that writes forwards foresees them in the opposite order", async () => {
    const runtime = await open();
    const pairs = [
      { source: "abc", target: "p q s" },
      { source: "d", target: "" },
      { source: "fed", target: "r" },
      { source: "cafe", target: "q c p p s r" },
    ];
    const turnedPairs = pairs.map(({ source, target }) => ({ source, target: turned(target) }));
    const backwards = await (await createScorer(reversed(model), runtime)).scorePairs(pairs);
    const forwards = await (await createScorer(model, runtime)).scorePairs(turnedPairs);
    backwards.forEach(({ tokenLogProbabilities, attention }, i) => {
      expect(tokenLogProbabilities).toEqual(turnedBeforeEnd(forwards[i]!.tokenLogProbabilities));
      expect(attention).toEqual(forwards[i]!.attention && turnedBeforeEnd(forwards[i]!.attention));
    });
  });

  it("streams an output from its end, so that it grows at its beginning", async () => {
    const runtime = await open();
    const translator = await createTranslator(reversed(model), runtime);
    const [translation] = await translator.translate(["cafe"]);
    const { text, tokens } = translation!;
    const streamed = [];
    for await (const one of translator.stream("cafe")) streamed.push(one);
    expect(streamed.length).toBeGreaterThan(1);
    expect(streamed.map(({ token }) => token)).toEqual(tokens.toReversed());
    expect(streamed.at(-1)!.text).toBe(text);
    expect(streamed[1]!.text).toBe(tokens.slice(-2).join(" "));
  });
});

it("is trained on outputs from their end: objective and gradient", async () => {
  const runtime = await open();
  for (const scheduledSampling of [{ rate: 0 }, { rate: 0.5 }]) {
    const training = { labelSmoothing: 0.1, scheduledSampling };
    const context = { score: "additive", coverage: true, coverageLoss: 0.5 } as const;
    const forwards = await tinyTraining(runtime, tinyConfiguration({ training, context }));
    const backwards = await tinyTraining(
      runtime,
      tinyConfiguration({ training, context, decoder: { reversed: true } }),
    );
    const weights = new Weights(forwards.specs);
    weights.initialize(forwards.specs, 3);
    const examples = drawExamples([
      [3, 4],
      [2, 1],
      [5, 7],
    ]);
    const turnedExamples = examples.map(
      (example): Example => ({
        ...example,
        target: Int32Array.from(turnedBeforeEnd([...example.target])),
      }),
    );
    const expected = await forwards.run(turnedExamples, weights);
    const found = await backwards.run(examples, weights);
    expect(found.loss).toBe(expected.loss);
    expect(found.objective).toBe(expected.objective);
    expect(found.gradient.values).toEqual(expected.gradient.values);
  }
});

describe("phrases of a decoder that writes from the end", () => {
  const model = reversed(models["with input feeding"]);

  it("stand in the output in the order that was asked for, or do not", async () => {
    const translator = await createTranslator(model, await open());
    const search = { beam: 6, maximumLength: 8 };
    for (const { text } of await translator.translate(lines, { ...search, include: ["q t"] })) {
      expect(` ${text} `).toContain(" q t ");
    }
    const free = await translator.translate(lines, search);
    const phrase = free
      .find(({ tokens }) => tokens.length > 1)!
      .tokens.slice(0, 2)
      .join(" ");
    const without = await translator.translate(lines, { ...search, exclude: [phrase] });
    for (const { text } of without) expect(` ${text} `).not.toContain(` ${phrase} `);
  });

  it("cannot begin an output: a prefix is refused, and an ensemble with models that write forwards", async () => {
    const runtime = await open();
    const translator = await createTranslator(model, runtime);
    await expect(translator.translate(["abc"], { prefix: "p" })).rejects.toThrow(
      new ConfigError(
        'prefix "p": the model writes from the end (decoder.reversed); expected one that writes forwards',
      ),
    );
    await expect(createTranslator([models["with input feeding"], model], runtime)).rejects.toThrow(
      /^ensemble: model 2 has decoder\.reversed true and model 1 false, .* let it rerank$/,
    );
  });
});
