import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { untrainedModel } from "../../test/support/tiny-saved-model.ts";
import type { Pair } from "../data/index.ts";
import { DivergenceError } from "../errors.ts";
import { createScorer } from "../search/scorer.ts";
import { createTranslator } from "../search/translator.ts";
import { createEvaluator } from "./evaluator.ts";

/** Sentences of two letters and more, every seventh with two references. */
const pairs: readonly Pair[] = Array.from({ length: 1400 }, (_, i) => ({
  source: (8 + i - (i % 7 === 6 ? 1 : 0))
    .toString(8)
    .replaceAll(/\d/g, (digit) => "abcdefgh"[Number(digit)]!),
  target: "p q",
}));

describe.each(runtimes)("an evaluator, $name", ({ open }) => {
  it("tells how many sentences are done, from none to all", async () => {
    const { score } = await createEvaluator(untrainedModel({ target: { maximumLength: 3 } }), await open());
    const seen: [number, number][] = [];
    const { sentences } = await score(pairs, { onProgress: (done, total) => seen.push([done, total]) });
    expect(sentences).toBe(1200);
    expect(seen).toEqual([
      [0, 1200],
      [512, 1200],
      [1024, 1200],
      [1200, 1200],
    ]);
  });

  it("gives segments in the order of sources, each with its texts and what was foreseen of its references", async () => {
    const model = untrainedModel({ target: { maximumLength: 3 } });
    const runtime = await open();
    const { segments, score } = await createEvaluator(model, runtime);
    const some: readonly Pair[] = [
      { source: "ab", target: "p  q" },
      { source: "ba", target: "q" },
      { source: "ab", target: "q p q" },
    ];
    const found = await segments(some);
    const translations = await (await createTranslator(model, runtime)).translate(["ab", "ba"]);
    const counts = await (await createScorer(model, runtime)).countPairs(some);
    expect(found.map(({ hypothesis }) => hypothesis)).toEqual(
      translations.map(({ text, tokens }) => ({ text, tokens })),
    );
    expect(found.map(({ references }) => references.map(({ text }) => text))).toEqual([
      ["p  q", "q p q"],
      ["q"],
    ]);
    expect(found[0]!.references.map(({ tokens }) => tokens)).toEqual(
      [some[0]!, some[2]!].map(({ target }) => model.target.tokens(target)),
    );
    const [first, second, third] = counts.map(({ negativeLogLikelihood }) => negativeLogLikelihood);
    expect(found.map(({ forced }) => forced!.negativeLogLikelihood)).toEqual([first! + third!, second!]);
    expect(found.map(({ forced }) => forced!.sentences)).toEqual([2, 1]);
    const { loss, metrics } = await score(some);
    expect(metrics.perplexity).toBeCloseTo(Math.exp(loss), 10);
  });

  it("hears a signal that comes from outside while it works", async () => {
    const { score } = await createEvaluator(untrainedModel({ target: { maximumLength: 3 } }), await open());
    const stop = new AbortController();
    let done = 0;
    const stopped = score(pairs, {
      signal: stop.signal,
      onProgress: (count) => {
        done = count;
        if (count === 0) setImmediate(() => stop.abort());
      },
    });
    await expect(stopped).rejects.toThrow("aborted");
    expect(done).toBeLessThan(1200);
  });
});

it("an evaluator says for which sentence the likelihood is not a number", async () => {
  const model = untrainedModel();
  model.weights.values.fill(Number.NaN);
  const { score } = await createEvaluator(model, await runtimes[0]!.open());
  await expect(score(pairs.slice(0, 2))).rejects.toThrow(
    new DivergenceError(
      '"ba": the model\'s likelihood of its target is not a number: some weights are too large to compute with; train ' +
        "the model again with a lower training.learningRate or training.clipNorm",
    ),
  );
});
