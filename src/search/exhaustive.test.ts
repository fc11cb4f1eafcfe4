import { describe, expect, it } from "vitest";
import { createReference } from "../../test/support/reference-search.ts";
import {
  expectSameHypotheses,
  referenceOptions,
  sourceIds,
  tolerance,
} from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import type { Model } from "../seq2seq/model.ts";
import type { SearchOptions } from "./options.ts";
import { createTranslator } from "./translator.ts";

/** Four words can be written, `<unk>` among them: there are 1 + 4 + 16 + 64 + 256 outputs of at most four words. */
const words = "p q r";
const all = 341;
const lines = ["abc", "hgfedcba", "d"];

const models: Readonly<Record<string, readonly Model[]>> = {
  attention: [wildModel({ words, seed: 21 })],
  "a fixed vector": [
    wildModel({
      words,
      seed: 22,
      context: { kind: "fixed-every-step" },
      decoder: { cell: "gru", layers: 2 },
    }),
  ],
  "an ensemble": [
    wildModel({ words, seed: 23, context: { score: "additive" } }),
    wildModel({ words, seed: 24, context: { score: "dot" }, decoder: { inputFeeding: false } }),
  ],
};

const searches: Readonly<Record<string, SearchOptions>> = {
  "Wu's length penalty": {},
  "log P alone": { lengthPenalty: 0 },
  "α 0.6": { lengthPenalty: 0.6 },
  "the mean log P": { lengthPenalty: "average" },
  "coverage penalty": { coveragePenalty: 0.7 },
  "coverage penalty, the mean log P": { coveragePenalty: 2, lengthPenalty: "average" },
  "repetition penalty": { repetitionPenalty: 1.5 },
  "a least length": { minimumLength: 2 },
  "no bigram twice, a prefix": { noRepeatNgram: 2, prefix: "q" },
  "phrases to keep out": { exclude: ["p q", "r"] },
  "phrases to include": { include: ["q r", "p"] },
};

const cases = Object.keys(models).flatMap((model) =>
  Object.keys(searches)
    .filter((search) => model !== "a fixed vector" || !search.startsWith("coverage"))
    .map((search) => ({ model, search })),
);

describe("a beam that holds every output", () => {
  it.each(cases)("finds the best of all there are: $search, with $model", async ({ model, search }) => {
    const ensemble = models[model]!;
    const runtime = await runtimes[0]!.open();
    const reference = await createReference(ensemble, runtime);
    const translator = await createTranslator(ensemble, runtime);
    for (const nBest of search === "Wu's length penalty" ? [7, all] : [7]) {
      const options = { beam: all, nBest, maximumLength: 4, ...searches[search]! };
      const translations = await translator.translate(lines, options);
      for (const [i, source] of lines.entries()) {
        const { hypotheses } = translations[i]!;
        let margin = Number.POSITIVE_INFINITY; // of the last that is among the best
        const decided = (one: number) => (margin = one);
        const asked = referenceOptions(ensemble[0]!, { source }, options);
        const expected = await reference.exhaustive(sourceIds(ensemble[0]!, source), { ...asked, decided });
        if (nBest === all) expect(expected).toHaveLength(all);
        else expect(margin).toBeGreaterThan(tolerance);
        expect(expected.length).toBeGreaterThan(1);
        expectSameHypotheses(ensemble[0]!, hypotheses, expected, source);
      }
    }
  });
});
