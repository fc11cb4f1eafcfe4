import { describe, expect, it } from "vitest";
import { expectClose } from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { copyingModel, wildModel } from "../../test/support/wild-model.ts";
import { createTranslator } from "../search/translator.ts";
import type { Model } from "../seq2seq/model.ts";
import { EOS } from "../text/index.ts";
import { SteppedDecoder } from "./stepped-decoder.ts";
import { type TracedSearchOptions, tracedSearch } from "./traced-search.ts";

const models: Readonly<Record<string, Model>> = {
  attention: wildModel({ seed: 21, words: "p q r s t u v" }),
  "a fixed vector": wildModel({ seed: 22, context: { kind: "fixed-initial" }, decoder: { cell: "gru" } }),
  "written from the end": wildModel({ seed: 23, decoder: { reversed: true } }),
  copying: copyingModel({ seed: 15 }),
};

const searches: Readonly<Record<string, TracedSearchOptions>> = {
  greedy: {},
  "beam 5": { beam: 5, nBest: 5 },
  "a beam wider than the vocabulary": { beam: 12, nBest: 4 },
  "log P alone": { beam: 4, nBest: 3, lengthPenalty: 0 },
  "α 0.6": { beam: 5, nBest: 2, lengthPenalty: 0.6 },
  "the mean log P": { beam: 4, nBest: 3, lengthPenalty: "average" },
  "coverage penalty": { beam: 4, nBest: 3, coveragePenalty: 0.8 },
  "a least length": { beam: 3, nBest: 2, minimumLength: 4 },
  "a short limit": { beam: 3, nBest: 3, maximumLength: 2 },
};

const lines = ["abc", "hgfedcba", "d", "gab", "", "ahbgcf"];

const cases = Object.keys(models).flatMap((model) =>
  Object.keys(searches)
    .filter((search) => model !== "a fixed vector" || search !== "coverage penalty")
    .map((search) => ({ model, search })),
);

describe("a traced search", () => {
  it.each(cases)("finds what the production's search finds: $search, $model", async ({ model, search }) => {
    const runtime = await runtimes[0]!.open();
    const decoder = new SteppedDecoder(models[model]!, runtime);
    const options = { maximumLength: 9, ...searches[search]! };
    const translations = await (await createTranslator(models[model]!, runtime)).translate(lines, options);
    let finished = 0;
    for (const [i, line] of lines.entries()) {
      const trace = await tracedSearch(decoder, line, options);
      const { hypotheses, sourceTokens } = translations[i]!;
      expect(trace.sourceTokens).toEqual(sourceTokens);
      expect(trace.hypotheses.map(({ text, tokens }) => [text, tokens])).toEqual(
        hypotheses.map(({ text, tokens }) => [text, tokens]),
      );
      trace.hypotheses.forEach((found, n) => {
        const other = hypotheses[n]!;
        expectClose([found.score, found.logProbability], [other.score, other.logProbability]);
        expectClose(found.tokenLogProbabilities, other.tokenLogProbabilities);
        expectClose(found.attention?.flat() ?? [], other.attention?.flat() ?? []);
      });
      finished += trace.hypotheses.length;
    }
    expect(finished).toBeGreaterThanOrEqual(5);
  });

  it("says which tokens of the source its model does not know", async () => {
    const runtime = await runtimes[0]!.open();
    for (const model of Object.values(models)) {
      const { unknown, sourceTokens } = await tracedSearch(new SteppedDecoder(model, runtime), "aZbé");
      expect(sourceTokens).toEqual(["a", "Z", "b", "é"]);
      expect(unknown).toEqual([false, true, false, true]);
    }
  });

  it("keeps all that was considered, and says when it was pruned", async () => {
    const decoder = new SteppedDecoder(models.attention!, await runtimes[0]!.open());
    const { tree, hypotheses } = await tracedSearch(decoder, "hgfedcba", {
      beam: 4,
      nBest: 2,
      maximumLength: 9,
    });
    const steps = Math.max(...tree.map(({ step }) => step));
    let room = 4;
    for (let step = 0; step <= steps; step++) {
      const own = tree.filter((one) => one.step === step);
      const before = tree.filter((one) => one.step === step - 1 && one.fate === "kept").length;
      expect(own).toHaveLength(step === steps && steps === 9 ? before : 4 * (step === 0 ? 1 : before));
      expect(own.map(({ rank }) => rank)).toEqual(own.map(({ rank }) => rank).toSorted((a, b) => b - a));
      const survived = own.filter(({ fate }) => fate !== "pruned");
      expect(own.slice(0, survived.length)).toEqual(survived);
      expect(survived).toHaveLength(room);
      room -= survived.filter(({ fate }) => fate === "finished").length;
    }
    for (const one of tree) {
      const parent = one.parent === null ? undefined : tree[one.parent]!;
      expect(one.rank).toBeCloseTo((parent?.rank ?? 0) + one.logProbability, 4);
      expect(one.fate === "finished").toBe(one.score !== undefined);
      if (one.fate === "finished") expect(one.token).toBe(EOS);
      const below = tree.filter((child) => child.parent !== null && tree[child.parent] === one);
      if (one.fate !== "kept") expect(below).toEqual([]);
      const ends = below.map(({ prunedAt }) => prunedAt);
      if (one.fate === "pruned") expect(one.prunedAt).toBe(one.step);
      else if (one.fate === "kept")
        expect(one.prunedAt).toBe(ends.includes(null) ? null : Math.max(...(ends as number[])));
      else expect(one.prunedAt).toBe(null);
    }
    expect(tree.some(({ fate, prunedAt, step }) => fate === "kept" && prunedAt === step + 1)).toBe(true);
    expect(hypotheses.map(({ last }) => tree[last]!.score)).toEqual(hypotheses.map(({ score }) => score));
  });

  it("begins as asked, forces and forbids", async () => {
    const decoder = new SteppedDecoder(models.attention!, await runtimes[0]!.open());
    const options = { beam: 3, nBest: 3, maximumLength: 9 };
    const search = (changes: Parameters<typeof tracedSearch>[3]) =>
      tracedSearch(decoder, "hgfedcba", options, changes);
    const begun = await search({ prefix: [7, 6], edits: [{ kind: "force", step: 2, token: 9 }] });
    expect(begun.hypotheses).toHaveLength(3);
    for (const { ids } of begun.hypotheses) expect(ids.slice(0, 3)).toEqual([7, 6, 9]);
    const free = await search({});
    const token = free.hypotheses[0]!.ids[0]!;
    const without = await search({ edits: [{ kind: "forbid", step: 0, token }] });
    expect(without.hypotheses.map(({ ids }) => ids[0])).not.toContain(token);
    expect(without.tree.filter(({ step }) => step === 0).map((one) => one.token)).not.toContain(token);
  });

  it("refuses what the production's search refuses", async () => {
    const decoder = new SteppedDecoder(models.attention!, await runtimes[0]!.open());
    await expect(tracedSearch(decoder, "abc", { beam: 0 })).rejects.toThrow(
      "beam 0: expected a whole number from 1 to 1024",
    );
  });
});
