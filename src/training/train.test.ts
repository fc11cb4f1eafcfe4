import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import type { Pair } from "../data/index.ts";
import { DivergenceError } from "../errors.ts";
import { RandomStream } from "../random.ts";
import { createTranslator } from "../search/translator.ts";
import { encodeCorpus } from "./encoded-corpus.ts";
import { scoreOnPairs } from "./evaluator.ts";
import type { EndEvent, EvaluationEvent, TrainingEvent } from "./events.ts";
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

interface TinyOptions extends Partial<TrainOptions> {
  readonly pairs?: readonly Pair[];
}

async function trainTiny(
  training: ConfigurationInput["training"],
  { pairs = reversals(200, 1), ...options }: TinyOptions = {},
) {
  const configuration =
    options.configuration ?? parseConfiguration({ ...tiny, training: { batchTokens: 200, ...training } });
  return train({
    corpus: encodeCorpus(configuration, pairs),
    dev: reversals(20, 2),
    configuration,
    runtime: await runtimes[0]!.open(),
    ...options,
  });
}

describe.each(runtimes)("training, $name", ({ open }) => {
  it("learns to reverse words", async () => {
    const runtime = await open();
    const configuration = parseConfiguration({
      ...tiny,
      training: { epochs: 12, batchTokens: 300, learningRate: 0.01 },
    });
    const corpus = encodeCorpus(configuration, reversals(1500, 1));
    const { model } = await train({ corpus, dev: reversals(50, 2), configuration, runtime });
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

  it("tells of each update at which it is held, with the figures of that update", async () => {
    const told: TrainingEvent[] = [];
    await trainTiny(
      { epochs: 1 },
      {
        onEvent: (event) => void told.push(event),
        onPause: (pause) => {
          pause.tellProgress();
          pause.tellProgress(); // it has been told
        },
      },
    );
    const figures = (kind: "progress" | "update") =>
      told.flatMap((event) =>
        event.event === kind ? [{ ...event, event: 0, seconds: 0, secondsLeft: 0, tokensPerSecond: 0 }] : [],
      );
    expect(figures("update").length).toBeGreaterThan(2);
    expect(figures("progress")).toEqual(figures("update")); // of a run this short each is told of
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
      { epochs: 100, learningRate: 1e-9, schedule: "halving", patience: 2, halvings: 2 },
      { onEvent: (event) => event.event === "evaluation" && rates.push(event.learningRate) },
    );
    expect(reason).toBe("stalled");
    expect(rates).toEqual([1e-9, 1e-9, 1e-9, 5e-10, 5e-10, 2.5e-10, 2.5e-10]);
  });

  it("stops after `earlyStopping` epochs without a better score, under any schedule", async () => {
    const events: TrainingEvent[] = [];
    const { reason } = await trainTiny(
      { epochs: 100, learningRate: 1e-9, schedule: "constant", earlyStopping: 3 },
      { onEvent: (event) => events.push(event) },
    );
    expect(reason).toBe("stalled");
    expect(events.filter(({ event }) => event === "evaluation")).toHaveLength(4);
  });

  it.each([
    ["loss", "below"],
    ["perplexity", "below"],
    ["sequence_error_rate", "below"],
    ["token_error_rate", "below"],
    ["token_accuracy", "above"],
    ["exact_match", "above"],
    ["bleu", "above"],
  ] as const)("chooses the best epoch by %s, which is better %s", async (metric, better) => {
    const evaluations: EvaluationEvent[] = [];
    await trainTiny(
      { epochs: 4, metric, learningRate: 0.02 },
      { onEvent: (event) => event.event === "evaluation" && evaluations.push(event) },
    );
    const scores = evaluations.map(({ dev }) => (better === "below" ? dev[metric] : -dev[metric]));
    const beats = (one: number, other: number) =>
      scores[one]! < scores[other]! ||
      (scores[one] === scores[other] && evaluations[one]!.dev.loss < evaluations[other]!.dev.loss);
    expect(evaluations.map(({ best }) => best)).toEqual(
      scores.map((_, index) => scores.slice(0, index).every((_, earlier) => beats(index, earlier))),
    );
  });

  it("leaves frozen parameters alone, to the bit, and trains the others", async () => {
    const untrained = (await trainTiny({ epochs: 1, freeze: "*.bias", learningRate: 1e-30 })).model.weights;
    const events: TrainingEvent[] = [];
    const { model } = await trainTiny(
      {
        epochs: 2,
        freeze: ["encoder.*", "decoder.embedding"],
        optimizer: "adamw",
        weightDecay: 0.1,
        averageDecay: 0.9,
      },
      { onEvent: (event) => events.push(event) },
    );
    let trained = 0;
    for (const { name, data } of model.weights.views) {
      const isFrozen = name.startsWith("encoder.") || name === "decoder.embedding";
      if (isFrozen) expect(data, name).toEqual(untrained.view(name).data);
      else expect(data, name).not.toEqual(untrained.view(name).data);
      if (!isFrozen) trained += data.length;
    }
    expect(events[0]).toMatchObject({ event: "start", parameters: trained });
  });

  it("refuses to freeze what is not there, before any update", async () => {
    await expect(trainTiny({ freeze: "encodr.*" })).rejects.toThrow(
      'training.freeze "encodr.*": no parameter has such a name; the nearest are encoder.',
    );
  });

  it("makes one update of several batches", async () => {
    const events: TrainingEvent[] = [];
    const onEvent = (event: TrainingEvent) => events.push(event);
    await trainTiny({ epochs: 1 }, { onEvent });
    await trainTiny({ epochs: 1, accumulation: 3 }, { onEvent });
    const [one, three] = events.filter(({ event }) => event === "end") as EndEvent[];
    expect(three!.updates).toBe(Math.ceil(one!.updates / 3));
    expect(three!.updates).toBeGreaterThan(1);
  });

  it("scores and keeps the running average of the weights", async () => {
    const weights = async (averageDecay: number) =>
      (await trainTiny({ epochs: 1, averageDecay, schedule: "constant" })).model.weights.values;
    const [last, hardly, averaged] = [await weights(0), await weights(1e-9), await weights(0.9)];
    const distance = (other: Float32Array) => Math.hypot(...last.map((value, i) => value - other[i]!));
    expect(distance(hardly)).toBeLessThan(1e-4);
    expect(distance(averaged)).toBeGreaterThan(0.1);
  });

  it.each([
    ["keeps", true, { epochs: 20, schedule: "constant", labelSmoothing: 0, learningRate: 0.05 }],
    ["leaves", false, { epochs: 4, schedule: "constant", learningRate: 0.03 }],
  ] as const)(
    "averages the best epochs at the end, and %s the average by its score",
    async (_, best, given) => {
      const events: TrainingEvent[] = [];
      const kept: Float32Array[] = [];
      const { model } = await trainTiny(
        { ...given, averageDecay: 0, averageCheckpoints: 3, metric: "loss" },
        {
          onEvent: (event) => events.push(event),
          onBest: ({ weights }) => void kept.push(weights.values.slice()),
        },
      );
      const evaluations = events.filter((event) => event.event === "evaluation");
      const ranked = evaluations.toSorted((a, b) => a.dev.loss - b.dev.loss);
      const average = events.at(-2);
      expect(average).toMatchObject({
        event: "average",
        epochs: ranked.slice(0, 3).map(({ epoch }) => epoch),
        best,
      });
      expect(model.weights.values).toEqual(kept.at(-1));
      const { loss } = await scoreOnPairs(model, reversals(20, 2), await runtimes[0]!.open());
      const scored = best ? average : ranked[0];
      expect(scored).toMatchObject({ dev: { loss: expect.closeTo(loss, 5) } });
      expect(kept).toHaveLength(evaluations.filter((evaluation) => evaluation.best).length + (best ? 1 : 0));
    },
  );

  it("stops with the update and the first culprit when the loss is not finite", async () => {
    const failing = trainTiny({ learningRate: 3e38, epochs: 5 });
    await expect(failing).rejects.toThrow(DivergenceError);
    await expect(failing).rejects.toThrow(
      /^update \d+: the loss is NaN and the gradient's norm NaN; the first that is not finite is the gradient of encoder\.embedding\. The batch holds \d+ pairs, the first is number \d+ of the training pairs\. Try a lower training\.learningRate or training\.clipNorm, or more training\.warmup\.$/,
    );
  });

  it("keeps no model of a run of which every epoch has diverged, and says so with the way out", async () => {
    const events: TrainingEvent[] = [];
    let kept = 0;
    const failing = trainTiny(
      { learningRate: 1000, epochs: 2 },
      { onEvent: (event) => events.push(event), onBest: () => void kept++ },
    );
    await expect(failing).rejects.toThrow(
      /^training has diverged: the lowest dev loss of an epoch is \d\S* nats per token, and guessing among 9 target tokens has 2\.197; no model was kept\. training\.learningRate is 1000\. Try a lower /,
    );
    await expect(failing).rejects.toThrow(DivergenceError);
    const evaluations = events.filter(({ event }) => event === "evaluation");
    expect(evaluations).toMatchObject(Array(2).fill({ diverged: true, best: false }));
    expect(kept).toBe(0);
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
