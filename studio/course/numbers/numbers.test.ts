import { describe, expect, it } from "vitest";
import { allHypotheses, beamSteps, bestOf, following, normalised, wordsOf } from "./beam-tree.ts";
import { bleuHypotheses, bleuParts, bleuReference, ngrams } from "./bleu-parts.ts";
import { recall, recalled, vocabularySize } from "./crowded-vector.ts";
import { decimal } from "./decimal.ts";
import { delayedOutputs, leastDelay } from "./delay.ts";
import { examplePairs } from "./example-pairs.ts";
import { layerCosts, multiHead, orderEffect, positionalEncoding } from "./self-attention.ts";
import { batchLoss, lossSentences, manyTokens, sentenceLoss } from "./sentence-loss.ts";
import { freeOutput, reference, trainingSteps } from "./small-decoder.ts";
import { wordOf } from "./words.ts";

it("writes numbers with a true minus and without a negative zero", () => {
  expect([decimal(-1.25, 1), decimal(-0.001, 2), decimal(2, 0), decimal(-Infinity, 2)]).toEqual([
    "−1.3",
    "0.00",
    "2",
    "−∞",
  ]);
});

describe("one RNN with a delay", () => {
  it.each(Object.entries(examplePairs))(
    "%s: every output is possible at the least delay, and not below",
    (_, pair) => {
      const least = leastDelay(pair);
      expect(pair.needs.length).toBe(pair.target.length);
      expect(delayedOutputs(pair, least).every(({ possible }) => possible)).toBe(true);
      if (least > 0) expect(delayedOutputs(pair, least - 1).every(({ possible }) => possible)).toBe(false);
    },
  );

  it("the text's cases wait for one step less than the source is long", () => {
    for (const pair of [examplePairs.weather, examplePairs.reverse]) {
      expect(leastDelay(pair)).toBe(pair.source.length - 1);
    }
  });
});

it("the loss of a sentence is −log of the product of its probabilities", () => {
  const { loss, probability, terms } = sentenceLoss(lossSentences[0].probabilities);
  expect(loss).toBeCloseTo(-Math.log(probability), 12);
  expect(loss).toBeCloseTo(
    terms.reduce((a, b) => a + b),
    12,
  );
  const batch = batchLoss(lossSentences.map(({ probabilities }) => probabilities));
  expect(batch.perplexity).toBeCloseTo(Math.exp(batch.perToken), 12);
  for (const { target, probabilities } of lossSentences) expect(probabilities.length).toBe(target.length);
});

it("the product of many tokens underflows, and their sum does not", () => {
  const { probability, loss } = sentenceLoss(lossSentences[0].probabilities);
  const times = manyTokens / lossSentences[0].probabilities.length;
  expect(Math.fround(probability ** times)).toBe(0);
  expect(Math.fround(loss * times)).toBeGreaterThan(0);
});

describe("teacher forcing", () => {
  it("reads the reference at rate 0 and its own words at rate 1", () => {
    expect(trainingSteps(0, 5).map(({ input }) => input)).toEqual(["<s>", ...reference.slice(0, -1)]);
    const own = trainingSteps(1, 5);
    expect(own.map(({ input }) => input)).toEqual(["<s>", ...freeOutput().slice(0, own.length - 1)]);
  });

  it("a mistake costs more on its own inputs", () => {
    const loss = (rate: number) => trainingSteps(rate, 1).reduce((sum, step) => sum + step.loss, 0);
    expect(loss(1)).toBeGreaterThan(loss(0));
  });
});

describe("one vector for many words", () => {
  it("recalls few words and forgets many; a vector each recalls all", () => {
    const share = (T: number, H: number) => recalled(T, H, 10).one.right / (10 * T);
    expect(share(5, 64)).toBeGreaterThan(0.9);
    expect(share(30, 64)).toBeLessThan(0.5);
    expect(share(10, 128)).toBeGreaterThan(share(10, 64));
    const { own } = recalled(30, 64, 10);
    expect(own.right).toBe(own.words);
    expect(recall(7, 64, 1).stored).toHaveLength(7);
  });

  it.each(["en", "ja"] as const)("has a word for each number, %s", (language) => {
    expect(new Set(Array.from({ length: vocabularySize }, (_, n) => wordOf(n, language))).size).toBe(
      vocabularySize,
    );
  });
});

describe("beam search on a table", () => {
  const P = (one: { readonly logP: number }) => Math.exp(one.logP);

  it("has probabilities that add up to 1 at every place", () => {
    expect(allHypotheses().reduce((sum, one) => sum + P(one), 0)).toBeCloseTo(1, 12);
  });

  it("misses the best with K = 1 and K = 2, and finds it with K = 3", () => {
    const [best] = allHypotheses();
    const found = [1, 2, 3].map((K) => bestOf(beamSteps(K).found));
    expect(P(found[0]!)).toBeLessThan(P(found[1]!));
    expect(P(found[1]!)).toBeLessThan(P(found[2]!));
    expect(wordsOf(found[2]!)).toBe(wordsOf(best!));
  });

  it("K = 1 takes the likeliest word in each step", () => {
    const { found } = beamSteps(1);
    const tokens: string[] = [];
    while (tokens.at(-1) !== "</s>") {
      tokens.push(Object.entries(following(tokens)).reduce((a, b) => (b[1] > a[1] ? b : a))[0]);
    }
    expect(found).toHaveLength(1);
    expect(found[0]!.tokens).toEqual(tokens);
  });

  it("never has more hypotheses than K, finished ones counted", () => {
    for (const K of [1, 2, 3, 4]) {
      const { steps, found } = beamSteps(K);
      let finished = 0;
      for (const { candidates } of steps) {
        const kept = candidates.filter(({ fate }) => fate === "kept").length;
        finished += candidates.filter(({ fate }) => fate === "finished").length;
        expect(kept + finished).toBeLessThanOrEqual(K);
      }
      expect(found).toHaveLength(finished);
    }
  });

  it("the length penalty puts the longer of the text's two outputs ahead", () => {
    const one = (words: string) => allHypotheses().find((hypothesis) => wordsOf(hypothesis) === words)!;
    const [short, long] = [one("寒い"), one("今日 は 寒い")];
    expect(normalised(short, 0)).toBeGreaterThan(normalised(long, 0));
    expect(normalised(short, 1)).toBeLessThan(normalised(long, 1));
  });
});

describe("BLEU in parts", () => {
  it.each(Object.values(bleuHypotheses))("counts the n-grams that BLEU counts: %s", (hypothesis) => {
    const { matches, totals } = bleuParts(hypothesis, [bleuReference]);
    for (const n of [1, 2, 3, 4]) {
      const found = ngrams(hypothesis, [bleuReference], n);
      expect(found.reduce((sum, { clipped }) => sum + clipped, 0)).toBe(matches[n - 1]);
      expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(totals[n - 1]);
    }
  });

  it("has nothing to say of an empty hypothesis, and does not fail", () => {
    expect(bleuParts("", [bleuReference]).score).toBe(0);
    expect(bleuParts("it", [""]).score).toBe(0);
    expect(ngrams("", [""], 1)).toEqual([]);
  });
});

describe("self-attention", () => {
  it("knows no order without positions", () => {
    expect(orderEffect("dog", false)).toBeLessThan(1e-12);
    expect(orderEffect("dog", true)).toBeGreaterThan(0.1);
  });

  it("encodes positions by sines and cosines in turns", () => {
    expect(positionalEncoding(0, 4)).toEqual([0, 1, 0, 1]);
    expect(positionalEncoding(3, 4)[2]).toBeCloseTo(Math.sin(3 / 100), 12);
  });

  it("costs less than a recurrence while sentences are shorter than vectors", () => {
    const isCheaper = (n: number) => {
      const { recurrent, selfAttention } = layerCosts(n, 512);
      return selfAttention.operations < recurrent.operations;
    };
    expect([isCheaper(20), isCheaper(2000)]).toEqual([true, false]);
  });

  it("has 4d² weights, into however many heads it is cut", () => {
    expect([1, 2, 8].map((heads) => multiHead(512, heads).weights)).toEqual(Array(3).fill(4 * 512 ** 2));
    expect(multiHead(512, 8).keySize).toBe(64);
  });
});
