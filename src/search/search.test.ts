import { describe, expect, it } from "vitest";
import { createReference, type Reference } from "../../test/support/reference-search.ts";
import {
  expectSameHypotheses,
  referenceOptions,
  sourceIds,
} from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { copyingModels, wildModel } from "../../test/support/wild-model.ts";
import type { Model } from "../seq2seq/model.ts";
import type { SearchOptions } from "./options.ts";
import { createTranslator } from "./translator.ts";

const lines = ["abc", "d", "hgfedcba", "ab", "aaaaaaa", "bead"];
/** The maximum number of tokens of an output, kept small: the reference is slow. */
const maximumLength = 7;

const others: Readonly<Record<string, readonly Model[]>> = {
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
  "layer normalisation, SSRU": [
    wildModel({ seed: 6, encoder: { cell: "layer-norm-gru" }, decoder: { cell: "ssru" } }),
  ],
  "an ensemble": [wildModel({ seed: 2 }), wildModel({ seed: 5, context: { kind: "fixed-initial" } })],
};

const models = { ...others, ...copyingModels };

const runtime = await runtimes[0]!.open();
const references = Object.fromEntries(
  await Promise.all(
    Object.entries(models).map(async ([name, ensemble]) => [name, await createReference(ensemble, runtime)]),
  ),
) as Record<string, Reference>;

/** How many hypotheses were compared, and how many of their tokens come from the source alone. */
async function expectSame(name: string, given: SearchOptions): Promise<{ compared: number; copied: number }> {
  const ensemble = models[name]!;
  const [model] = ensemble as [Model];
  const attends = ensemble.some(({ configuration }) => configuration.context.kind === "attention");
  const options = { maximumLength, ...given, ...(!attends && { coveragePenalty: 0 }) };
  const translator = await createTranslator(ensemble, runtime);
  const translations = await translator.translate(lines, options);
  let compared = 0;
  let copied = 0;
  for (const [index, source] of lines.entries()) {
    const asked = referenceOptions(model, { source }, options);
    const expected = await references[name]!.beam(sourceIds(model, source), asked);
    const { hypotheses } = translations[index]!;
    expectSameHypotheses(model, hypotheses, expected, source);
    compared += hypotheses.length;
    copied += hypotheses.flatMap(({ tokens }) => tokens).filter((token) => /[bd-h]/.test(token)).length;
  }
  return { compared, copied };
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
  "a prefix as long as the limit": { beam: 3, nBest: 2, prefix: "s p q", maximumLength: 3 },
  "no bigram twice": { beam: 3, nBest: 2, noRepeatNgram: 2, minimumLength: 5 },
  "no trigram twice": { beam: 3, nBest: 2, noRepeatNgram: 3, minimumLength: 6 },
  "no token twice": { beam: 3, nBest: 2, noRepeatNgram: 1 },
  "greedy, no bigram twice": { noRepeatNgram: 2, minimumLength: 5 },
  "greedy that is left without a token": hopeless,
  "repetition penalty": { beam: 3, nBest: 2, repetitionPenalty: 1.7, minimumLength: 4 },
  "greedy with repetition penalty": { repetitionPenalty: 1.7, minimumLength: 4 },
  "repetition that costs nothing": { beam: 5, nBest: 5, repetitionPenalty: 0 },
  "greedy with repetition that costs nothing": { repetitionPenalty: 0 },
  groups: { beam: 6, nBest: 6, groups: 3, diversity: 0.7 },
  "groups of one": { beam: 3, nBest: 3, groups: 3 },
  "phrases to keep out": { beam: 3, nBest: 2, exclude: ["p", "q r", "s s s"] },
  "greedy with phrases to keep out": { exclude: ["p", "q r"], minimumLength: 3 },
  "a word to include": { beam: 4, nBest: 2, include: ["r"] },
  "phrases to include": { beam: 5, nBest: 3, include: ["s q", "p"] },
  "one phrase twice to include": { beam: 3, nBest: 3, include: ["r", "r"] },
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

/** Each search with two of the models: one with attention and input feeding, and one of the others in turn. */
const [first, ...rest] = Object.keys(others) as [string, ...string[]];
const cases = Object.entries(searches).flatMap(([search, options], i) =>
  [first, rest[i % rest.length]!].map((model) => ({ search, model, options })),
);

/** Each search whose beam is no wider than the vocabulary, with each copying model in turn. */
const copyingSearches: Readonly<Record<string, SearchOptions>> = {
  ...searches,
  "a prefix of which some is in some sources": { beam: 3, nBest: 2, prefix: "h zz c d" },
  "greedy with letters to keep out": { exclude: ["d", "a b", "c d"], minimumLength: 3 },
  "no letter twice": { beam: 4, nBest: 4, noRepeatNgram: 1, minimumLength: 2 },
};
const copyingCases = Object.entries(copyingSearches)
  .filter(([, { beam = 1 }]) => beam < 10)
  .map(([search, options], i) => {
    const names = Object.keys(copyingModels);
    return { search, options, model: names[i % names.length]! };
  });

describe("a search finds what plain loops find", () => {
  it.each(cases)("$search, with $model", async ({ model, options }) => {
    const { compared } = await expectSame(model, options);
    if (options === hopeless) expect(compared).toBe(0);
    else expect(compared).toBeGreaterThan(0);
  });

  it.each(copyingCases)("$search, with $model", async ({ model, options }) => {
    const { compared, copied } = await expectSame(model, options);
    expect(compared).toBeGreaterThan(0);
    if (options.prefix !== "s p q") expect(copied).toBeGreaterThan(0); // the limit leaves only s p
  });
});
