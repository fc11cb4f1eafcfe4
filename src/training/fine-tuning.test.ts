import { describe, expect, it } from "vitest";
import { reversals } from "../../test/support/reversals.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import type { Pair } from "../data/index.ts";
import { createTranslator } from "../search/translator.ts";
import type { Model } from "../seq2seq/model.ts";
import { encodeCorpus } from "./encoded-corpus.ts";
import type { StartEvent } from "./events.ts";
import { type TrainOptions, train } from "./train.ts";

const pairs = reversals(1200, 1);
const dev = reversals(30, 2);

async function trainTiny(
  training: ConfigurationInput["training"],
  { pairs: learnt = pairs, ...options }: Partial<TrainOptions> & { pairs?: readonly Pair[] } = {},
): Promise<{ model: Model; start: StartEvent }> {
  let start: StartEvent | undefined;
  const configuration = parseConfiguration({
    source: { tokenizer: "characters" },
    target: { tokenizer: "characters" },
    encoder: { size: 32, embedding: 16, dropout: 0 },
    decoder: { size: 32, embedding: 16, dropout: 0 },
    training: { batchTokens: 300, learningRate: 0.01, ...training },
  });
  const { model } = await train({
    corpus: encodeCorpus(configuration, learnt),
    dev,
    configuration,
    runtime: await runtimes[0]!.open(),
    onEvent: (event) => {
      if (event.event === "start") start = event;
    },
    ...options,
  });
  return { model, start: start! };
}

const outputs = async (model: Model, asked: readonly Pair[]): Promise<string[]> => {
  const translator = await createTranslator(model, await runtimes[0]!.open());
  return (await translator.translate(asked.map(({ source }) => source))).map(({ text }) => text);
};

describe("training from a model", () => {
  it("keeps what it says while nothing is learnt, and says what was taken", async () => {
    const { model: from, start: first } = await trainTiny({ epochs: 4 });
    const { model, start } = await trainTiny({ epochs: 1, learningRate: 1e-12, seed: 5 }, { from });
    expect(await outputs(model, dev)).toEqual(await outputs(from, dev));
    expect(new Set(await outputs(model, dev)).size).toBeGreaterThan(10);
    expect(first.transfer).toBeUndefined();
    expect(start.transfer).toMatchObject({ fresh: [], unused: [], tokens: { source: { all: 9, known: 9 } } });
  });

  it("learns new tokens, faster than from nothing", async () => {
    const renamed = (list: readonly Pair[]) =>
      list.map(({ source, target }) => ({
        source: source.replaceAll("b", "x"),
        target: target.replaceAll("b", "x"),
      }));
    const { model: from } = await trainTiny({ epochs: 12 });
    const data = { pairs: renamed(pairs), dev: renamed(dev) };
    const { model: tuned, start } = await trainTiny({ epochs: 3 }, { ...data, from });
    const { model: fresh } = await trainTiny({ epochs: 3 }, data);
    expect(start.transfer).toMatchObject({
      tokens: { source: { all: 9, known: 8 }, target: { all: 9, known: 8 } },
    });
    const unseen = renamed(reversals(60, 3)).filter(({ source }) => source.includes("x"));
    const right = async (model: Model) =>
      (await outputs(model, unseen)).filter((text, i) => text === unseen[i]!.target).length / unseen.length;
    expect(await right(tuned)).toBeGreaterThan(0.8);
    expect(await right(fresh)).toBeLessThan(0.5);
  });
});
