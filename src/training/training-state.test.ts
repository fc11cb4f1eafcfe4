import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import type { Pair } from "../data/index.ts";
import { RandomStream } from "../random.ts";
import { type EncodeCorpusOptions, encodeCorpus } from "./encoded-corpus.ts";
import type { TrainingEvent } from "./events.ts";
import { type Pause, train } from "./train.ts";
import type { TrainingCounters, TrainingState } from "./training-state.ts";

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
  encoder: { size: 8, embedding: 6, dropout: 0 },
  decoder: { size: 8, embedding: 6, dropout: 0 },
};

interface Case extends EncodeCorpusOptions {
  readonly input: ConfigurationInput;
  readonly window?: number;
}

/** Runs that between them have every part of a state. */
const cases: Readonly<Record<string, Case>> = {
  "dropout everywhere, own predictions, accumulation, running and epochs' averages": {
    input: {
      encoder: { ...tiny.encoder, dropout: 0.2, tokenDropout: 0.1, recurrentDropout: 0.1 },
      decoder: { ...tiny.decoder, dropout: 0.2, tokenDropout: 0.1, recurrentDropout: 0.1 },
      training: {
        epochs: 3,
        accumulation: 2,
        averageDecay: 0.9,
        averageCheckpoints: 2,
        scheduledSampling: { rate: 0.4 },
        labelSmoothing: 0.1,
      },
    },
  },
  "halving by plateau, plain gradient descent": {
    input: {
      training: {
        epochs: 4,
        optimizer: "sgd",
        learningRate: 0.5,
        schedule: "halving",
        patience: 1,
        averageDecay: 0,
        averageCheckpoints: 1,
        earlyStopping: 0,
      },
    },
  },
  "adafactor, frozen parts, subwords cut anew": {
    input: {
      source: { tokenizer: "bpe", maximumVocabulary: 280, regularization: 0.3 },
      target: { tokenizer: "bpe", maximumVocabulary: 280, regularization: 0.3 },
      training: { epochs: 2, optimizer: "adafactor", freeze: "encoder.embedding*", clipValue: 0.1 },
    },
  },
  "sources drawn in other shares, windows, batches in parts": {
    input: { training: { epochs: 2, optimizer: "adamw", weightDecay: 0.1, microBatches: 3 } },
    mixture: { counts: [150, 50], shares: [0.5, 0.5] },
    window: 64,
  },
};

const logged = (events: readonly TrainingEvent[]) =>
  events
    .filter(({ event }) => event !== "progress" && event !== "resume")
    .map(({ ...event }) => {
      const times = ["time", "seconds", "secondsLeft", "tokensPerSecond", "runSeconds"];
      return Object.fromEntries(Object.entries(event).filter(([key]) => !times.includes(key)));
    });

/** Trains from a state, or from the start, and keeps what there is to compare and all states. */
async function run({ input, window, ...corpusOptions }: Case, state?: TrainingState, stopAt = Infinity) {
  const configuration = parseConfiguration({
    ...tiny,
    ...input,
    training: { batchTokens: 150, learningRate: 0.01, ...input.training },
  });
  const corpus = encodeCorpus(configuration, reversals(200, 1), corpusOptions);
  const events: TrainingEvent[] = [];
  const states: { at: Pause["at"]; state: TrainingState; events: number }[] = [];
  const best: number[][] = [];
  const stop = new AbortController();
  const { model } = await train({
    corpus,
    dev: reversals(20, 2),
    configuration,
    runtime: await runtimes[0]!.open(),
    state,
    ...(window && { window }),
    signal: stop.signal,
    onEvent: (event) => void events.push(event),
    onBest: ({ weights }) => void best.push([...weights.values]),
    onPause: (pause) => {
      states.push({ at: pause.at, state: pause.copyState(), events: logged(events).length });
      if (states.length === stopAt) stop.abort();
    },
  });
  return { weights: [...model.weights.values], events: logged(events), states, best: best.at(-1) };
}

describe.each(Object.entries(cases))("a run that stopped goes on with the same bits: %s", (_, given) => {
  it("whatever state it goes on from, as many times as it stops", async () => {
    const whole = await run(given);
    expect(whole.states.length).toBeGreaterThan(12);
    const random = new RandomStream(1, "states");
    const epochEnd = whole.states.findIndex(({ at }) => at === "epoch");
    const chosen = [0, epochEnd - 1, epochEnd, whole.states.length - 1, random.integer(whole.states.length)];
    for (const index of chosen) {
      const { state, events } = whole.states[index]!;
      const rest = await run(given, structuredClone(state));
      expect(rest.weights).toEqual(whole.weights);
      expect([...whole.events.slice(0, events), ...rest.events]).toEqual(whole.events);
      if (rest.best) expect(rest.best).toEqual(whole.best);
      expect(rest.states.at(-1)?.state.tensors ?? state.tensors).toEqual(whole.states.at(-1)!.state.tensors);
    }
  });

  it("after an interruption, twice in one epoch", async () => {
    const whole = await run(given);
    let state: TrainingState | undefined;
    const events: object[] = [];
    for (const updates of [2, 1, Infinity]) {
      const part = await run(given, state, updates);
      if (updates === Infinity) {
        events.push(...part.events);
        expect(part.weights).toEqual(whole.weights);
        break;
      }
      const last = part.states.at(-1)!;
      expect([last.at, last.state.counters.epoch]).toEqual(["interruption", 1]);
      expect(part.events.at(-1)).toMatchObject({ event: "end", reason: "interrupted" });
      events.push(...part.events.slice(0, last.events));
      state = last.state;
    }
    expect(events).toEqual(whole.events);
  });
});

describe("each part of a state tells", () => {
  const [given] = Object.values(cases) as [Case];
  const halving = Object.values(cases)[1]!;
  const inParts = Object.values(cases)[3]!;

  /** States of which one part is as it was at the start. */
  const withoutPart: Readonly<
    Record<string, [Case, (state: TrainingState, first: TrainingState) => TrainingState]>
  > = {
    ...Object.fromEntries(
      (["weights", "average", "moments", "best"] as const).map((name) => [
        name,
        [
          given,
          ({ counters, tensors }: TrainingState) => ({
            counters,
            tensors: new Map(
              [...tensors].map(([key, data]) => [
                key,
                key.split(".")[0] === name ? data.map((x) => x / 2) : data,
              ]),
            ),
          }),
        ],
      ]),
    ),
    ...Object.fromEntries(
      Object.entries({ epoch: 1, window: 1, index: 0, update: 0, rate: 0, ranking: [] }).map(
        ([name, value]) => [
          name,
          [
            given,
            ({ counters, tensors }: TrainingState) => ({ counters: { ...counters, [name]: value }, tensors }),
          ],
        ],
      ),
    ),
    microBatches: [
      inParts,
      ({ counters: { microBatches: _, ...counters }, tensors }) => ({ counters, tensors }),
    ],
    plateau: [
      halving,
      ({ counters, tensors }, first) => ({
        counters: { ...counters, plateau: first.counters.plateau },
        tensors,
      }),
    ],
    report: [
      given,
      ({ counters, tensors }, first) => ({
        counters: { ...counters, report: first.counters.report },
        tensors,
      }),
    ],
  };

  it.each(Object.entries(withoutPart))("%s", async (name, [one, without]) => {
    const whole = await run(one);
    const { training } = one.input;
    // In the middle of the last epoch; the rate of the last update is told behind it.
    const isChosen = ({ epoch, index }: TrainingCounters) =>
      epoch === training!.epochs && index > 0 !== (name === "rate");
    const { state, events } = whole.states.findLast(
      ({ at, state }) => at === "update" && isChosen(state.counters),
    )!;
    const spoiled = without(state, whole.states[0]!.state);
    const rest = await run(one, spoiled).catch(() => null);
    const differs =
      rest === null ||
      JSON.stringify(rest.weights) !== JSON.stringify(whole.weights) ||
      JSON.stringify([...whole.events.slice(0, events), ...rest.events]) !== JSON.stringify(whole.events);
    expect(differs).toBe(true);
  });
});
