import { describe, expect, it } from "vitest";
import { createReference, type Reference } from "../../test/support/reference-search.ts";
import {
  expectSameHypotheses,
  referenceOptions,
  sourceIds,
} from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { copyingModels, wildModel } from "../../test/support/wild-model.ts";
import { RandomStream } from "../random.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { EOS, PAD } from "../text/index.ts";
import { searchGraph } from "./graph/search-graph.ts";
import type { SamplingOptions, SearchOptions } from "./options.ts";
import { readRequest } from "./request.ts";
import { searchFeeds } from "./search-feeds.ts";
import { planFor } from "./search-plan.ts";
import { createTranslator } from "./translator.ts";

const model = wildModel({ words: "p q r", seed: 41, endBias: 1 });
const other = wildModel({ words: "p q r", seed: 42, context: { kind: "fixed-every-step" } });
const lines = ["abc", "d", "hgfedcba", "ab", "bead"];

const cases: Readonly<Record<string, SearchOptions>> = {
  "the model's distribution": { sampling: {} },
  "another seed": { sampling: { seed: -7 } },
  "a high temperature": { sampling: { temperature: 3 } },
  "a low temperature": { sampling: { temperature: 0.4 } },
  "the two likeliest": { sampling: { topK: 2 } },
  "the likeliest": { sampling: { topK: 1 } },
  "more of the likeliest than there are": { sampling: { topK: 100 } },
  "the nucleus": { sampling: { topP: 0.7 } },
  "a small nucleus": { sampling: { topP: 0.05 } },
  "temperature, likeliest and nucleus": { sampling: { temperature: 1.8, topK: 3, topP: 0.8 } },
  "a prefix, a least length": { sampling: {}, prefix: "q p", minimumLength: 4 },
  "no bigram twice": { sampling: { temperature: 2 }, noRepeatNgram: 2, minimumLength: 3 },
  "phrases to keep out": { sampling: { topP: 0.9 }, exclude: ["p", "q r"] },
  "no token twice, which leaves nothing": { sampling: {}, noRepeatNgram: 1, minimumLength: 6 },
  penalties: { sampling: {}, repetitionPenalty: 2.2, coveragePenalty: 0.6, lengthPenalty: 0.4 },
};

/** The numbers in [0, 1) that the n-th draw for a line uses. */
function uniform(line: string, n: number, steps: number, { seed = 1 }: SamplingOptions): number[] {
  const random = new RandomStream(seed, `sample ${line}`, n);
  return Array.from({ length: steps }, () => (random.uint32() >>> 8) / 2 ** 24);
}

/** What the reference draws; null if it reaches a point where nothing may follow. */
async function draw(reference: Reference, model: Model, line: string, n: number, options: SearchOptions) {
  const requests = referenceOptions(model, { source: line }, options);
  const { seed: _, ...sampling } = options.sampling!;
  const numbers = uniform(line, n, requests.limit, options.sampling!);
  try {
    return await reference.sample(sourceIds(model, line), { ...requests, ...sampling, uniform: numbers });
  } catch (error) {
    expect(String(error)).toContain("nothing may follow");
    return null;
  }
}

describe("a draw", () => {
  const drawn = Object.entries(cases).flatMap(([name, options]) =>
    runtimes
      .filter((_, i) => i === 0 || name.endsWith("and nucleus"))
      .map((runtime) => ({ name, options, runtime })),
  );

  /** How many draws were compared. */
  const expectSame = async (ensemble: readonly Model[], runtime: Runtime, given: SearchOptions) => {
    const options = { maximumLength: 6, nBest: 8, ...given };
    const [first] = ensemble as [Model];
    const reference = await createReference(ensemble, await runtimes[0]!.open());
    const translator = await createTranslator(ensemble, runtime);
    const translations = await translator.translate(lines, options);
    let compared = 0;
    for (const [i, line] of lines.entries()) {
      const all = await Promise.all(
        Array.from({ length: options.nBest }, (_, n) => draw(reference, first, line, n, options)),
      );
      const expected = all.filter((one) => one !== null);
      expectSameHypotheses(first, translations[i]!.hypotheses, expected, line);
      compared += translations[i]!.hypotheses.length;
    }
    return compared;
  };

  it.each(drawn)(
    "is the reference's, given its numbers: $name, $runtime.name",
    async ({ options, runtime, name }) => {
      for (const ensemble of name.includes("nucleus") ? [[model], [model, other]] : [[model]]) {
        const compared = await expectSame(ensemble, await runtime.open(), options);
        if (name.startsWith("no token twice")) expect(compared).toBe(0);
        else expect(compared).toBeGreaterThanOrEqual(lines.length);
      }
    },
  );

  it.each(
    ["the model's distribution", "temperature, likeliest and nucleus", "a prefix, a least length"].flatMap(
      (name) => Object.entries(copyingModels).map(([copying, ensemble]) => ({ name, copying, ensemble })),
    ),
  )("is the reference's: $name, $copying", async ({ name, ensemble }) => {
    const compared = await expectSame(ensemble, await runtimes[0]!.open(), cases[name]!);
    expect(compared).toBeGreaterThan(2 * lines.length);
  });

  it("depends on the seed, the line and its number, and on nothing else", async () => {
    const translator = await createTranslator(model, await runtimes[0]!.open());
    const texts = async (nBest: number, seed: number) => {
      const translations = await translator.translate(["abc"], {
        nBest,
        maximumLength: 9,
        sampling: { seed, temperature: 3 },
      });
      return translations[0]!.hypotheses.map(({ text }) => text);
    };
    const many = await texts(40, 3);
    expect(many.length).toBeGreaterThan(20);
    expect(await texts(40, 3)).toEqual(many);
    expect(await texts(40, 4)).not.toEqual(many);
    expect(many).toEqual(expect.arrayContaining(await texts(3, 3)));
  });
});

/** The probability of every output of at most `most` tokens, with sampling's changes to each step's distribution. */
async function probabilities(
  reference: Reference,
  source: Int32Array,
  most: number,
  { temperature = 1, topK = Number.POSITIVE_INFINITY, topP = 1 }: SamplingOptions,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const go = async (ids: readonly number[], probability: number): Promise<void> => {
    if (ids.length === most) {
      found.set(ids.join(" "), probability);
      return;
    }
    const { logProbabilities } = await reference.nextLogProbabilities(source, ids);
    const weights = logProbabilities.map((x) => Math.exp(x / temperature));
    const order = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]!).slice(0, topK);
    const total = order.reduce((sum, id) => sum + weights[id]!, 0);
    let before = 0;
    const nucleus = order.filter((id) => {
      const isIn = before < topP;
      before += weights[id]! / total;
      return isIn;
    });
    const mass = nucleus.reduce((sum, id) => sum + weights[id]!, 0);
    for (const id of nucleus) {
      if (weights[id] === 0) continue;
      const next = (probability * weights[id]!) / mass;
      if (id === EOS) found.set(ids.join(" "), next);
      else await go([...ids, id], next);
    }
  };
  await go([], 1);
  return found;
}

/**
 * How far counts are from their expectation, as a number that is normal with mean 0 and variance 1 if nothing is wrong
 * (Pearson's χ²; Wilson and Hilferty 1931). Outputs expected fewer than 5 times are counted together.
 */
function surprise(counts: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>): number {
  const draws = [...counts.values()].reduce((a, b) => a + b);
  let [rareCount, rareExpected, chiSquare, cells] = [0, 0, 0, 0];
  const addCell = (count: number, mean: number) => {
    chiSquare += (count - mean) ** 2 / mean;
    cells++;
  };
  for (const [ids, probability] of expected) {
    const count = counts.get(ids) ?? 0;
    if (draws * probability >= 5) addCell(count, draws * probability);
    else [rareCount, rareExpected] = [rareCount + count, rareExpected + draws * probability];
  }
  if (rareExpected > 0) addCell(rareCount, rareExpected);
  const freedom = cells - 1;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(chiSquare / freedom) - (1 - spread)) / Math.sqrt(spread);
}

describe("frequencies of whole outputs", () => {
  /** With random seeds a test would fail once in 10,000 runs: the normal distribution's upper 1e-4. Seeds are fixed. */
  const most = 3.719;

  it.each<[string, SamplingOptions]>([
    ["the model's", {}],
    ["temperature 0.7", { temperature: 0.7 }],
    ["temperature 2", { temperature: 2 }],
    ["the two likeliest", { topK: 2 }],
    ["a nucleus of 0.8", { topP: 0.8 }],
    ["temperature 1.5, three likeliest, a nucleus of 0.8", { temperature: 1.5, topK: 3, topP: 0.8 }],
  ])("match the probabilities in 4,000 draws: %s", async (_, sampling) => {
    const runtime = await runtimes[0]!.open();
    const options = { nBest: 1000, maximumLength: 3, sampling };
    const source = "hgfedcba";
    const reference = await createReference([model], runtime);
    const distribution = (sampled: SamplingOptions) =>
      probabilities(reference, sourceIds(model, source), options.maximumLength, sampled);
    const expected = await distribution(sampling);
    expect([...expected.values()].reduce((a, b) => a + b)).toBeCloseTo(1, 6);

    const requests = [readRequest({ model }, source, options)];
    const plan = planFor(options, requests);
    const sizes = { source: model.source.vocabulary.size, target: model.target.vocabulary.size };
    const search = await runtime.compile(searchGraph([model.configuration], sizes, plan));
    const counts = new Map<string, number>();
    for (const seed of [1, 2, 3, 4]) {
      const seeded = requests.map((request) => ({ ...request, seed }));
      const { ids } = await search.run({ ...model.weights.tensors(), ...searchFeeds(seeded, plan) });
      const [N, T] = ids!.shape.slice(1) as [number, number];
      for (let n = 0; n < N; n++) {
        const written = Array.from(ids!.data.subarray(n * T, (n + 1) * T), Number);
        const key = written.filter((id) => id !== EOS && id !== PAD).join(" ");
        expect(expected.has(key)).toBe(true);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    expect(counts.size).toBeGreaterThan(4);
    expect(surprise(counts, expected)).toBeLessThan(most);
    // The test can tell: it would show if the sampling options were ignored, or if a temperature of 1 were not 1.
    const another = Object.keys(sampling).length > 0 ? {} : { temperature: 1.2 };
    expect(surprise(counts, await distribution(another))).toBeGreaterThan(2 * most);
  });
});
