import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { wildModel as anyWildModel, type WildOptions } from "../../test/support/wild-model.ts";
import { createScorer } from "./scorer.ts";
import { createTranslator, type Translation } from "./translator.ts";

const lines = ["abc", "d", "", "hgfedcba", "ab", "aaaaaaaaaaaaaaa", "bead", "fed", "cafe", "hag"];

const wildModel = (input: WildOptions = {}) =>
  anyWildModel({ words: "p q r s t u v w x", endBias: 4, ...input });

describe.each(runtimes)("greedy search, $name", ({ open }) => {
  it("writes at every step the token that forced decoding finds likeliest, with its probability", async () => {
    const runtime = await open();
    const model = wildModel();
    const translator = await createTranslator(model, runtime);
    const scorer = await createScorer(model, runtime);
    const ended = (await translator.translate(lines)).filter(
      ({ tokens, truncated }) => tokens.length > 0 && tokens.length < 20 && !truncated, // not ended by the limit
    );
    expect(ended.length).toBeGreaterThan(2);
    expect(new Set(ended.map(({ text }) => text)).size).toBeGreaterThan(1);
    for (const { source, text, logProbability } of ended) {
      const forced = await scorer.score([{ source, target: text }]);
      expect(forced.correct).toBe(forced.tokens);
      expect(forced.negativeLogLikelihood).toBeCloseTo(-logProbability, 4);
    }
  });

  it.each(["attention", "fixed-initial", "fixed-every-step"] as const)(
    "translates a line alone as in a padded batch: %s",
    async (kind) => {
      const translator = await createTranslator(wildModel({ context: { kind } }), await open());
      const together = await translator.translate(lines);
      for (const [index, line] of lines.entries()) {
        const [alone] = await translator.translate([line]);
        expect(alone!.tokens).toEqual(together[index]!.tokens);
        expect(alone!.score).toBeCloseTo(together[index]!.score, 4);
      }
    },
  );
});

describe("translations", () => {
  it("keep their order, leave an empty line empty, and cut a source that is too long", async () => {
    const translator = await createTranslator(wildModel(), await runtimes[0]!.open());
    const translations = await translator.translate(lines);
    expect(translations.map(({ source }) => source)).toEqual(lines);
    expect(translations[2]).toEqual({
      source: "",
      text: "",
      score: 0,
      logProbability: 0,
      tokens: [],
      tokenLogProbabilities: [],
      atLimit: false,
      hypotheses: [],
      sourceTokens: [],
      attention: null,
      truncated: false,
    });
    expect(translations.map(({ truncated }) => truncated)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(translations[5]!.sourceTokens).toHaveLength(10);
  });

  it("come with attention over the source's tokens and </s>, in rows that add up to 1", async () => {
    const translator = await createTranslator(wildModel(), await runtimes[0]!.open());
    for (const { attention, sourceTokens } of await translator.translate(lines)) {
      for (const row of attention ?? []) {
        expect(row).toHaveLength(sourceTokens.length + 1);
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    }
    const fixed = await createTranslator(
      wildModel({ context: { kind: "fixed-initial" } }),
      await runtimes[0]!.open(),
    );
    expect((await fixed.translate(["abc"]))[0]!.attention).toBeNull();
  });
});

describe.each(runtimes)("a live translator, $name", ({ open }) => {
  it.each([{}, { beam: 3, nBest: 3 }, { nBest: 2, sampling: {} }])(
    "follows weights that change: %j",
    async (given) => {
      const options = { maximumLength: 8, ...given };
      const runtime = await open();
      const [model, after] = [wildModel({ seed: 35, endBias: 0.7 }), wildModel({ seed: 36, endBias: 0.7 })];
      const live = await createTranslator(model, runtime, { live: true });
      const compiled = await createTranslator(model, runtime);
      const before = await compiled.translate(lines, options);
      const sameAs = (found: readonly Translation[], expected: readonly Translation[]) => {
        found.forEach(({ hypotheses }, i) => {
          const others = expected[i]!.hypotheses;
          expect(hypotheses.map(({ text }) => text)).toEqual(others.map(({ text }) => text));
          hypotheses.forEach(({ score }, n) => expect(score).toBeCloseTo(others[n]!.score, 5));
        });
      };
      sameAs(await live.translate(lines, options), before);
      model.weights.values.set(after.weights.values);
      const changed = await (await createTranslator(after, runtime)).translate(lines, options);
      expect(changed.map(({ text }) => text)).not.toEqual(before.map(({ text }) => text));
      sameAs(await live.translate(lines, options), changed);
      sameAs(await compiled.translate(lines, options), before);
    },
  );
});
