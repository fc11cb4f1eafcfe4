import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { copyingModel, type WildOptions, wildModel } from "../../test/support/wild-model.ts";
import type { Pair } from "../data/index.ts";
import { createScorer, type PairScore } from "./scorer.ts";
import { createTranslator, type Translation } from "./translator.ts";

/** A model with nine words and short outputs. */
const shortModel = (options: WildOptions = {}) =>
  wildModel({ words: "p q r s t u v w x", endBias: 4, ...options });

const pairs: readonly Pair[] = [
  { source: "abc", target: "p q" },
  { source: "hgfedcbahgfedcba", target: "r" },
  { source: "d", target: "x w v u t s r q p" },
  { source: "abc", target: "q p" },
  { source: "bz", target: "zebra p <pad>" },
  { source: "aaaaaaaaaaaaaaa", target: "s s s" },
];

const scorerOf = async (model = shortModel()) => createScorer(model, await runtimes[0]!.open());

describe.each(runtimes)("forced decoding, $name", ({ open }) => {
  it.each(["attention", "fixed-initial", "fixed-every-step"] as const)(
    "scores a pair alone as among others, in the pairs' order: %s",
    async (kind) => {
      const { scorePairs } = await createScorer(shortModel({ context: { kind } }), await open());
      const together = await scorePairs(pairs);
      expect(together.map(({ source, target }) => ({ source, target }))).toEqual(pairs);
      for (const [index, pair] of pairs.entries()) {
        const [alone] = await scorePairs([pair]);
        const found = together[index]!;
        expect(found.tokens).toEqual(alone!.tokens);
        expect(found.logProbability).toBeCloseTo(alone!.logProbability, 4);
        close(found.tokenLogProbabilities, alone!.tokenLogProbabilities);
        found.attention?.forEach((row, t) => {
          close(row, alone!.attention![t]!);
        });
      }
    },
  );

  it.each([
    ["", shortModel()],
    [", copied or not", copyingModel({ seed: 15 })],
  ])("finds in the translator's output its probability and its attention%s", async (_, model) => {
    const runtime = await open();
    const translations = (
      await (await createTranslator(model, runtime)).translate(["abc", "d", "hgfedcba"])
    ).filter(
      ({ tokens, attention }) => attention?.length === tokens.length + 1, // </s> was reached
    );
    expect(translations.length).toBeGreaterThan(1);
    const forced = await (await createScorer(model, runtime)).scorePairs(
      translations.map(({ source, text }) => ({ source, target: text })),
    );
    forced.forEach((pair, index) => {
      const { logProbability, tokens, sourceTokens, attention } = translations[index]!;
      expect(pair).toMatchObject({ tokens, sourceTokens, unknown: 0 });
      expect(pair.logProbability).toBeCloseTo(logProbability, 4);
      pair.attention!.forEach((row, t) => {
        close(row, attention![t]!);
      });
    });
  });
});

function close(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 4);
  });
}

it("scores pairs the same however they are batched", async () => {
  const batchTokens = [2, 20, 1500];
  const found = await Promise.all(
    batchTokens.map(async (size) => {
      const scorer = await scorerOf(shortModel({ training: { batchTokens: size } }));
      return (await scorer.scorePairs(pairs.toReversed())).toReversed();
    }),
  );
  for (const scores of found) {
    expect(scores.map(({ target }) => target)).toEqual(pairs.map(({ target }) => target));
    close(
      scores.map(({ logProbability }) => logProbability),
      found[0]!.map(({ logProbability }) => logProbability),
    );
  }
});

describe("the score of a pair", () => {
  it("is a probability: those of all first tokens add up to 1", async () => {
    const { scorePairs } = await scorerOf();
    // Every word, an unknown word, and the end; their bias leaves <pad> and <s> no probability.
    const targets = [..."pqrstuvwx", "zebra", ""];
    const scores = await scorePairs(targets.map((target) => ({ source: "bead", target })));
    const sum = scores.reduce(
      (total, { tokenLogProbabilities }) => total + Math.exp(tokenLogProbabilities[0]!),
      0,
    );
    expect(sum).toBeCloseTo(1, 5);
  });

  it("is the sum over its tokens and </s>, and that over their number", async () => {
    const scorer = await scorerOf();
    const scores = await scorer.scorePairs(pairs);
    for (const { tokens, tokenLogProbabilities, logProbability, score } of scores) {
      expect(tokenLogProbabilities).toHaveLength(tokens.length + 1);
      expect(logProbability).toBeCloseTo(sumOf(tokenLogProbabilities), 10);
      expect(score).toBeCloseTo(logProbability / (tokens.length + 1), 10);
    }
    const total = await scorer.score(pairs);
    expect(total.tokens).toBe(sumOf(scores.map(({ tokens }) => tokens.length + 1)));
    expect(total.negativeLogLikelihood).toBeCloseTo(-sumOf(scores.map((one) => one.logProbability)), 3);
  });

  it("counts each pair in three numbers, and all pairs in their sums", async () => {
    for (const batchTokens of [2, 1500]) {
      const scorer = await scorerOf(shortModel({ training: { batchTokens } }));
      const counts = await scorer.countPairs(pairs);
      const scores = await scorer.scorePairs(pairs);
      expect(counts.map(({ tokens }) => tokens)).toEqual([3, 2, 10, 3, 4, 4]);
      close(
        counts.map(({ negativeLogLikelihood }) => negativeLogLikelihood),
        scores.map(({ logProbability }) => -logProbability),
      );
      const total = await scorer.score(pairs);
      expect(total.tokens).toBe(26);
      expect(total.correct).toBe(sumOf(counts.map(({ correct }) => correct)));
    }
  });

  it("counts a token as correct where it is the likeliest", async () => {
    const model = shortModel();
    const [{ text, tokens }] = (await (
      await createTranslator(model, await runtimes[0]!.open())
    ).translate(["abc"])) as [Translation];
    const [greedy, other] = await (await scorerOf(model)).countPairs([
      { source: "abc", target: text },
      { source: "abc", target: `${text === "x" ? "w" : "x"} ${text}` },
    ]);
    // The `</s>` of an output that reaches its limit is not the likeliest.
    expect(greedy!.tokens).toBe(tokens.length + 1);
    expect(greedy!.correct).toBeGreaterThanOrEqual(tokens.length);
    expect(other!.correct).toBeLessThan(other!.tokens);
  });

  it("has a row of attention for each target token and </s>, over the source's tokens and its </s>", async () => {
    for (const { attention, tokens, sourceTokens } of await (await scorerOf()).scorePairs(pairs)) {
      expect(attention).toHaveLength(tokens.length + 1);
      for (const row of attention!) {
        expect(row).toHaveLength(sourceTokens.length + 1);
        expect(sumOf(row)).toBeCloseTo(1, 5);
      }
    }
    const fixed = await scorerOf(shortModel({ context: { kind: "fixed-initial" } }));
    expect((await fixed.scorePairs(pairs)).map(({ attention }) => attention)).toEqual(pairs.map(() => null));
  });

  it("counts target tokens that the vocabulary does not have, and names them", async () => {
    const scores = await (await scorerOf()).scorePairs(pairs);
    expect(scores.map(({ unknown }: PairScore) => unknown)).toEqual([0, 0, 0, 0, 2, 0]);
    expect(scores[4]!.tokens).toEqual(["zebra", "p", "<pad>"]);
  });

  it("takes a source that the translator would cut", async () => {
    const model = shortModel({ source: { maximumLength: 4 } });
    const [long, cut] = await (await scorerOf(model)).scorePairs([
      { source: "abcdefgh", target: "p" },
      { source: "abcd", target: "p" },
    ]);
    expect(long!.sourceTokens).toHaveLength(8);
    expect(Math.abs(long!.logProbability - cut!.logProbability)).toBeGreaterThan(1e-3);
  });
});

it("stops at a signal", async () => {
  const scorer = await scorerOf();
  const signal = AbortSignal.abort();
  await expect(scorer.score(pairs, { signal })).rejects.toBe(signal.reason);
  await expect(scorer.scorePairs(pairs, { signal })).rejects.toBe(signal.reason);
  await expect(scorer.countPairs(pairs, { signal })).rejects.toBe(signal.reason);
  expect(await scorer.scorePairs([])).toEqual([]);
});

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
