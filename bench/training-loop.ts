import { parseConfiguration } from "../src/configuration/configuration.ts";
import { encodeCorpus } from "../src/training/encoded-corpus.ts";
import { train } from "../src/training/train.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { benchPairs } from "./pairs.ts";
import { modelSettings } from "./shapes.ts";
import { type Span, type TimedRuntime, timedRuntime } from "./timed-runtime.ts";

const megabyte = 2 ** 20;

/**
 * A real training through `train()`: how much of the wall time passes outside graph runs, and what memory does.
 * Options: `--pairs` (default 10,000 of the training pairs) and `--epochs` (default 4).
 */
export const trainingLoop: Bench = async ({ runtime, options, say }) => {
  const { name, train: all, dev } = await benchPairs();
  const pairs = all.slice(0, Number(options.pairs ?? 10_000));
  const epochs = Number(options.epochs ?? 4);
  say(`loop: ${epochs} epochs over ${pairs.length} of ${name}, E = H = 256, batches of 1400 tokens`);

  const watched = timedRuntime(runtime);
  const begin = performance.now();
  let events = 0;
  let peak = 0;
  let parameters = 0;
  const afterEpoch: number[] = [];
  const configuration = parseConfiguration({
    source: { tokenizer: "words", minimumCount: 2 },
    target: { tokenizer: "words", minimumCount: 2 },
    ...modelSettings({ E: 256, H: 256 }, { dropout: 0.2 }),
    training: {
      epochs,
      batchTokens: 1400,
      accumulation: 1,
      labelSmoothing: 0.1,
      scheduledSampling: { rate: 0 },
      optimizer: "adam",
      learningRate: 0.005,
      schedule: "cosine",
      weightDecay: 0,
      clipNorm: 1,
      clipValue: 0,
      averageDecay: 0.998,
      averageCheckpoints: 1,
      metric: "loss",
      earlyStopping: 0,
    },
  });
  await train({
    corpus: encodeCorpus(configuration, pairs),
    dev: dev.slice(0, 200),
    configuration,
    runtime: watched,
    onEvent: (event) => {
      const { rss } = process.memoryUsage();
      peak = Math.max(peak, rss);
      if (event.event === "start") parameters = event.parameters;
      if (event.event === "evaluation") {
        afterEpoch.push(rss / megabyte);
        say(`loop: epoch ${++events}, training loss ${event.trainLoss.toFixed(3)}, ${rss >> 20} MB`);
      }
    },
  });
  const wall = performance.now() - begin;
  const { inside, between, updates } = updateTimes(watched);
  const insideAny = watched.spans.reduce((sum, span) => sum + length(span), 0);
  const note = `${name}, ${(parameters / 1e6).toFixed(1)} M parameters, ${updates} updates`;
  const figures: Figure[] = [
    {
      name: "loop: outside graph runs / wall, whole training",
      value: (wall - insideAny) / wall,
      unit: "%",
      target: 0.2,
      better: "below",
      note: `${note}; with reading of words, compiling, dev scores`,
    },
    {
      name: "loop: between updates' graph runs / in them",
      value: between / inside,
      unit: "%",
      aim: 0.1,
      better: "below",
      note: `${(inside / updates).toFixed(1)} ms in and ${(between / updates).toFixed(1)} ms between, an update`,
    },
    {
      name: "loop: memory, highest",
      value: peak / megabyte,
      unit: "MB",
      target: 1200,
      better: "below",
      note: "resident",
    },
  ];
  if (afterEpoch.length >= 3) {
    figures.push({
      name: "loop: memory, growth an epoch from epoch 2 on",
      value: slope(afterEpoch.slice(1)),
      unit: "MB",
      note: afterEpoch.map((value) => value.toFixed(0)).join(" "),
    });
  }
  return figures;
};

/** Milliseconds in the training graph, and between one run of it and the next where no other graph ran between. */
function updateTimes({ spans }: TimedRuntime): { inside: number; between: number; updates: number } {
  const isUpdate = ({ graph }: Span) => graph.inputs.includes("targetWeight");
  const updates = spans.filter(isUpdate);
  const inside = updates.reduce((sum, span) => sum + length(span), 0);
  let between = 0;
  let pauses = 0;
  spans.forEach((span, index) => {
    const next = spans[index + 1];
    if (next === undefined || !isUpdate(span) || !isUpdate(next)) return;
    between += next.start - span.end;
    pauses++;
  });
  return { inside, between: (between / pauses) * updates.length, updates: updates.length };
}

function length({ start, end }: Span): number {
  return end - start;
}

/** Of the straight line through values at 0, 1, 2 … (least squares). */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  values.forEach((value, x) => {
    above += (x - middle) * (value - mean);
    below += (x - middle) ** 2;
  });
  return above / below;
}
