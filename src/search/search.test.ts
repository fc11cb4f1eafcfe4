import { describe, expect, it } from "vitest";
import { createReference, type ReferenceOptions } from "../../test/support/reference-search.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { EOS } from "../text/index.ts";
import type { SearchOptions } from "./options.ts";
import { createTranslator } from "./translator.ts";

const lines = ["abc", "d", "hgfedcba", "ab", "aaaaaaa", "bead"];
/** The most tokens of an output, kept short: the reference is slow. */
const maximumLength = 7;

const models: Readonly<Record<string, readonly Model[]>> = {
  "attention with input feeding": [wildModel({ seed: 2 })],
  "additive attention, GRU": [
    wildModel({
      seed: 3,
      context: { score: "additive" },
      encoder: { cell: "gru" },
      decoder: { cell: "gru", inputFeeding: false },
    }),
  ],
  "fixed at every step, two layers": [
    wildModel({
      seed: 4,
      context: { kind: "fixed-every-step" },
      encoder: { layers: 2 },
      decoder: { layers: 2 },
    }),
  ],
  "an ensemble": [wildModel({ seed: 2 }), wildModel({ seed: 5, context: { kind: "fixed-initial" } })],
};

/** What the reference calls the options. */
function referenceOptions(options: SearchOptions, model: Model): ReferenceOptions {
  const ids = (text: string) => model.target.encode(text);
  return {
    limit: (options.maximumLength ?? maximumLength) + 1,
    lengthPenalty: options.lengthPenalty ?? 1,
    ...(options.beam !== undefined && { beam: options.beam }),
    ...(options.nBest !== undefined && { nBest: options.nBest }),
    ...(options.coveragePenalty !== undefined && { coveragePenalty: options.coveragePenalty }),
    ...(options.minimumLength !== undefined && { minimum: options.minimumLength }),
    ...(options.prefix !== undefined && { prefix: ids(options.prefix) }),
    ...(options.noRepeatNgram !== undefined && { noRepeatNgram: options.noRepeatNgram }),
    ...(options.repetitionPenalty !== undefined && { repetitionPenalty: options.repetitionPenalty }),
    ...(options.include && { include: options.include.map(ids) }),
    ...(options.exclude && { exclude: options.exclude.map(ids) }),
    ...(options.groups !== undefined && { groups: options.groups, diversity: options.diversity ?? 0.5 }),
  };
}

async function expectSame(
  ensemble: readonly Model[],
  runtime: Runtime,
  options: SearchOptions,
  kind: "beam" | "exhaustive" = "beam",
): Promise<number> {
  const reference = await createReference(ensemble, runtime);
  const translator = await createTranslator(ensemble, runtime);
  const translations = await translator.translate(lines, { maximumLength, ...options });
  let compared = 0;
  for (const [index, line] of lines.entries()) {
    const source = Int32Array.from([...ensemble[0]!.source.encode(line), EOS]);
    const expected = await reference[kind](source, referenceOptions(options, ensemble[0]!));
    const distinct = expected.filter(
      ({ ids }, n) => expected.findIndex((other) => other.ids.join() === ids.join()) === n,
    );
    const { hypotheses } = translations[index]!;
    expect(hypotheses.map(({ tokens }) => ensemble[0]!.target.vocabulary.ids(tokens))).toEqual(
      distinct.map(({ ids }) => ids),
    );
    hypotheses.forEach((hypothesis, n) => {
      const other = distinct[n]!;
      expect(hypothesis.score).toBeCloseTo(other.score, 4);
      expect(hypothesis.logProbability).toBeCloseTo(other.logProbability, 3);
      expectClose(hypothesis.tokenLogProbabilities, other.tokenLogProbabilities);
      expect(hypothesis.attention === null).toBe(other.attention === null);
      hypothesis.attention?.forEach((row, t) => expectClose(row, other.attention![t]!));
      compared++;
    });
  }
  return compared;
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
}

/** After four different words there is no fifth. */
const hopeless: SearchOptions = { noRepeatNgram: 1, minimumLength: 7 };

const searches: Readonly<Record<string, SearchOptions>> = {
  greedy: {},
  "beam 5": { beam: 5 },
  "5-best of beam 5": { beam: 5, nBest: 5 },
  "a beam wider than the vocabulary": { beam: 20, nBest: 9 },
  "log P alone": { beam: 4, nBest: 3, lengthPenalty: 0 },
  "Wu's length penalty": { beam: 4, nBest: 3, lengthPenalty: 0.6 },
  "the mean log P": { beam: 4, nBest: 3, lengthPenalty: "average" },
  "coverage penalty": { beam: 4, nBest: 3, coveragePenalty: 0.8 },
  "greedy with coverage penalty": { coveragePenalty: 0.8, lengthPenalty: "average" },
  "a least length": { beam: 3, nBest: 2, minimumLength: 4 },
  "greedy with a least length": { minimumLength: 4 },
  "a short limit": { beam: 3, nBest: 3, maximumLength: 2 },
  "a prefix": { beam: 3, nBest: 2, prefix: "s p" },
  "greedy with a prefix": { prefix: "s p" },
  "a prefix that the limit cuts": { beam: 3, nBest: 2, prefix: "s p q", maximumLength: 2 },
  "no bigram twice": { beam: 3, nBest: 2, noRepeatNgram: 2, minimumLength: 5 },
  "no trigram twice": { beam: 3, nBest: 2, noRepeatNgram: 3, minimumLength: 6 },
  "no token twice": { beam: 3, nBest: 2, noRepeatNgram: 1 },
  "greedy, no bigram twice": { noRepeatNgram: 2, minimumLength: 5 },
  "greedy that is left without a token": hopeless,
  "repetition penalty": { beam: 3, nBest: 2, repetitionPenalty: 1.7, minimumLength: 4 },
  "greedy with repetition penalty": { repetitionPenalty: 1.7, minimumLength: 4 },
  groups: { beam: 6, nBest: 6, groups: 3, diversity: 0.7 },
  "groups of one": { beam: 3, nBest: 3, groups: 3 },
  "phrases to keep out": { beam: 3, nBest: 2, exclude: ["p", "q r", "s s s"] },
  "greedy with phrases to keep out": { exclude: ["p", "q r"], minimumLength: 3 },
  "a word to include": { beam: 4, nBest: 2, include: ["r"] },
  "phrases to include": { beam: 5, nBest: 3, include: ["s q", "p"] },
  "one phrase twice to include": { beam: 4, nBest: 2, include: ["s", "s"] },
  "everything at once": {
    beam: 5,
    nBest: 3,
    prefix: "q",
    include: ["s"],
    exclude: ["q q"],
    noRepeatNgram: 3,
    repetitionPenalty: 1.2,
    minimumLength: 2,
    coveragePenalty: 0.2,
    lengthPenalty: 0.9,
  },
};

describe.each(Object.entries(models))("search with %s", (_, ensemble) => {
  it.each(Object.entries(searches))("finds what plain loops find: %s", async (_, options) => {
    const attends = ensemble.some(({ configuration }) => configuration.context.kind === "attention");
    const { coveragePenalty, ...others } = options;
    const number = await expectSame(ensemble, await runtimes[0]!.open(), attends ? options : others);
    if (options !== hopeless) expect(number).toBeGreaterThan(0);
  });
});
