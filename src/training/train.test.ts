import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import type { Pair } from "../data/index.ts";
import { NonFiniteError } from "../errors.ts";
import { RandomStream } from "../random.ts";
import { createTranslator } from "../search/translator.ts";
import { type ConfigurationInput, parseConfiguration } from "../seq2seq/configuration.ts";
import type { TrainingEvent } from "./events.ts";
import { type TrainOptions, train } from "./train.ts";

/** Words of 2 to 5 letters and their letters in the opposite order. */
function reversals(count: number, seed: number): Pair[] {
  const random = new RandomStream(seed, "reversals");
  return Array.from({ length: count }, () => {
    const letters = Array.from({ length: 2 + random.integer(4) }, () => "abcde"[random.integer(5)]!);
    return { source: letters.join(""), target: letters.toReversed().join("") };
  });
}

const tiny: ConfigurationInput = {
  source: { tokenizer: "characters" },
  target: { tokenizer: "characters" },
  encoder: { size: 32, embedding: 16, dropout: 0 },
  decoder: { size: 32, embedding: 16, dropout: 0 },
};

async function trainTiny(training: ConfigurationInput["training"], options: Partial<TrainOptions> = {}) {
  return train({
    pairs: reversals(200, 1),
    dev: reversals(20, 2),
    configuration: parseConfiguration({ ...tiny, training: { batchTokens: 200, ...training } }),
    runtime: await runtimes[0]!.open(),
    ...options,
  });
}

describe.each(runtimes)("training, $name", ({ open }) => {
  it("learns to reverse words", async () => {
    const runtime = await open();
    const { model } = await train({
      pairs: reversals(1500, 1),
      dev: reversals(50, 2),
      configuration: parseConfiguration({
        ...tiny,
        training: { epochs: 12, batchTokens: 300, learningRate: 0.01 },
      }),
      runtime,
    });
    const unseen = reversals(100, 3);
    const translations = await (await createTranslator(model, runtime)).translate(
      unseen.map(({ source }) => source),
    );
    const right = translations.filter(({ text }, index) => text === unseen[index]!.target);
    expect(right.length).toBeGreaterThanOrEqual(95);
  });
});

describe("train", () => {
  it("gives the same bits for the same seed, and others for another", async () => {
    const dropping = {
      encoder: { ...tiny.encoder, dropout: 0.2 },
      decoder: { ...tiny.decoder, dropout: 0.2 },
    };
    const weights = async (seed: number) => {
      const configuration = parseConfiguration({
        ...tiny,
        ...dropping,
        training: { seed, epochs: 2, batchTokens: 200 },
      });
      return (await trainTiny({}, { configuration })).model.weights.values;
    };
    const [first, again, other] = [await weights(1), await weights(1), await weights(2)];
    expect(Buffer.from(first.buffer, first.byteOffset, first.byteLength)).toEqual(
      Buffer.from(again.buffer, again.byteOffset, again.byteLength),
    );
    expect(first).not.toEqual(other);
  });

  it("tells what happens, and hands over the best model each time there is one", async () => {
    const events: TrainingEvent[] = [];
    let kept = 0;
    const { reason } = await trainTiny(
      { epochs: 3 },
      { onEvent: (event) => events.push(event), onBest: () => void kept++ },
    );
    expect(reason).toBe("epochs");
    const evaluations = events.filter(({ event }) => event === "evaluation");
    expect(evaluations).toHaveLength(3);
    expect(evaluations.filter((event) => event.event === "evaluation" && event.best)).toHaveLength(kept);
    expect(events[0]).toMatchObject({ event: "start", pairs: 200, devPairs: 20, seed: 1, runtime: "native" });
    expect(events.at(-1)).toMatchObject({ event: "end", reason: "epochs" });
  });

  it("stops after the running update when it is told to", async () => {
    const stop = new AbortController();
    const events: TrainingEvent[] = [];
    const { reason, model } = await trainTiny(
      { epochs: 1000 },
      {
        signal: stop.signal,
        onEvent: (event) => {
          events.push(event);
          if (event.event === "evaluation" && event.epoch === 2) stop.abort();
        },
      },
    );
    expect(reason).toBe("interrupted");
    expect(events.at(-1)).toMatchObject({ event: "end", reason: "interrupted" });
    expect(model.weights.values.every(Number.isFinite)).toBe(true);
  });

  it("stops when dev has stalled for good, halving the learning rate before", async () => {
    const rates: number[] = [];
    const { reason } = await trainTiny(
      { epochs: 100, learningRate: 1e-9, patience: 2, halvings: 2 },
      { onEvent: (event) => event.event === "evaluation" && rates.push(event.learningRate) },
    );
    expect(reason).toBe("stalled");
    expect(rates).toEqual([1e-9, 1e-9, 1e-9, 5e-10, 5e-10, 2.5e-10, 2.5e-10]);
  });

  it("stops with the update and the first culprit when the loss is not finite", async () => {
    const failing = trainTiny({ learningRate: 3e38, epochs: 5 });
    await expect(failing).rejects.toThrow(NonFiniteError);
    await expect(failing).rejects.toThrow(
      /^update \d+: the loss is NaN and the gradient's norm NaN; the first that is not finite is the gradient of encoder\.embedding\. The batch holds \d+ pairs, the first is number \d+ of the training pairs\. Try a lower training\.learningRate or training\.clipNorm\.$/,
    );
  });

  it("makes one tokenizer, and embeddings, for both sides where the vocabulary is joint", async () => {
    const configuration = parseConfiguration({
      ...tiny,
      vocabulary: "joint",
      decoder: { ...tiny.decoder, size: 16, tiedEmbeddings: "all" },
      training: { epochs: 1, batchTokens: 200 },
    });
    const pairs = reversals(50, 1).map(({ source, target }) => ({ source, target: target.toUpperCase() }));
    const { model } = await trainTiny({}, { pairs, configuration });
    expect(model.source.vocabulary.toJSON().slice(4).sort().join("")).toBe("ABCDEabcde");
    expect(model.target.toJSON()).toEqual(model.source.toJSON());
    expect(model.weights.view("shared.embedding").shape).toEqual([14, 16]);
  });

  it("counts pairs that are too long and leaves them out", async () => {
    const long = { source: "a".repeat(300), target: "a".repeat(300) };
    const { skipped } = await trainTiny({ epochs: 1 }, { pairs: [...reversals(50, 1), long] });
    expect(skipped).toEqual({ tooLong: 1 });
  });
});
