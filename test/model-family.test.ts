import fc from "fast-check";
import { expect, it } from "vitest";
import { encodePairs } from "../src/data/index.ts";
import { loadModel, saveModel } from "../src/model-folder/model-folder.ts";
import { Weights } from "../src/nn/index.ts";
import { RandomStream } from "../src/random.ts";
import type { Runtime } from "../src/runtime/index.ts";
import { createScorer, type Scorer } from "../src/search/scorer.ts";
import { createTranslator } from "../src/search/translator.ts";
import type { Model } from "../src/seq2seq/model.ts";
import { configurations, drawnModel } from "./support/drawn-model.ts";
import { runtimes } from "./support/runtimes.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { tinyTraining } from "./support/tiny-model.ts";
import { history } from "./support/tiny-saved-model.ts";

it("200 models of the family, drawn at random: gradient, bits, masks, search, folder", async () => {
  const runtime = await runtimes[0]!.open();
  const folder = await temporaryFolder();
  const property = fc.asyncProperty(configurations, async (configuration) => {
    const model = drawnModel(configuration);
    await expectGradient(model, runtime);
    const scorer = await createScorer(model, runtime);
    const pairs = pairsOf(model);
    const scores = await scorer.scorePairs(pairs);
    await expectPaddingUnseen(scorer, pairs, scores);
    await expectSearchToAgree(model, scorer, runtime);

    await saveModel(folder, model, history);
    const { model: loaded } = await loadModel(folder);
    expect(loaded.configuration).toEqual(model.configuration);
    expect(loaded.weights.values).toEqual(model.weights.values);
    expect(await (await createScorer(loaded, runtime)).scorePairs(pairs)).toEqual(scores);
  });
  await fc.assert(property, { numRuns: 200, seed: 4, endOnFailure: true });
}, 600_000);

/** The same bits twice, and the slope of the objective along a random direction, for a fixed draw of all masks. */
async function expectGradient(model: Model, runtime: Runtime): Promise<void> {
  const sizes = { source: model.source.vocabulary.size, target: model.target.vocabulary.size };
  const { specs, run } = await tinyTraining(runtime, model.configuration, sizes);
  const { copying } = model.configuration.decoder;
  const { examples } = encodePairs(pairsOf(model), model.source, model.target, { copying });
  const here = await run(examples, model.weights);
  const again = await run(examples, model.weights);
  expect(again.gradient.values).toEqual(here.gradient.values);
  expect(again.objective).toBe(here.objective);

  // A step too long curves, one too short drowns in rounding, and either may lie across a kink or change a prediction
  // that is read again: one along one of two directions must fit.
  const apart: number[] = [];
  for (const seed of [5, 6]) {
    // Along the gradient's signs, by random amounts: a direction in which the objective changes clearly.
    const random = new RandomStream(seed, "direction");
    const slopes = here.gradient.values;
    const direction = slopes.map((slope) => Math.sign(slope) * random.uniform());
    const symbolic = direction.reduce((sum, d, i) => sum + d * slopes[i]!, 0);
    for (const epsilon of [3e-3, 1e-3, 3e-4, 1e-4, 3e-5]) {
      const at = async (distance: number) => {
        const moved = new Weights(specs);
        moved.values.set(model.weights.values.map((value, i) => value + distance * direction[i]!));
        return (await run(examples, moved)).objective;
      };
      const numeric = ((await at(epsilon)) - (await at(-epsilon))) / (2 * epsilon);
      apart.push(Math.abs(numeric - symbolic) / Math.abs(symbolic));
      if (apart.at(-1)! < 1e-2) return;
    }
  }
  expect(Math.min(...apart)).toBeLessThan(1e-2);
}

/** Pairs of different lengths, so that they pad each other; one target has a word of its source. */
function pairsOf({ source, target }: Model): { source: string; target: string }[] {
  const words = (tokenizer: Model["source"], from: number, count: number) =>
    Array.from({ length: count }, (_, i) => tokenizer.vocabulary.token(4 + ((from + i) % 5))).join(" ");
  return [
    { source: words(source, 0, 2), target: words(target, 1, 3) },
    { source: words(source, 1, 5), target: words(target, 2, 1) },
    { source: words(source, 2, 3), target: `${words(target, 0, 4)} ${words(source, 3, 1)}` },
  ];
}

/** A pair has the same probability alone as beside longer ones, which pad it; its attention adds up to 1 on its own. */
async function expectPaddingUnseen(
  { scorePairs }: Scorer,
  pairs: ReturnType<typeof pairsOf>,
  together: Awaited<ReturnType<Scorer["scorePairs"]>>,
): Promise<void> {
  for (const [i, pair] of pairs.entries()) {
    const [alone] = await scorePairs([pair]);
    expect(Math.abs(alone!.logProbability - together[i]!.logProbability)).toBeLessThan(1e-4);
    for (const row of together[i]!.attention ?? []) {
      expect(Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-5);
    }
  }
}

/** What a search says of its outputs, step by step, is what forced decoding says of them, all steps at once. */
async function expectSearchToAgree(model: Model, scorer: Scorer, runtime: Runtime): Promise<void> {
  const translator = await createTranslator(model, runtime);
  const sources = pairsOf(model).map(({ source }) => source);
  const found = await translator.translate(sources, { beam: 2, nBest: 2, maximumLength: 6 });
  const hypotheses = found.flatMap(({ source, hypotheses }) => hypotheses.map((one) => ({ source, ...one })));
  const forced = await scorer.scorePairs(hypotheses.map(({ source, text }) => ({ source, target: text })));
  forced.forEach(({ tokenLogProbabilities, attention }, i) => {
    const own = hypotheses[i]!;
    expect(tokenLogProbabilities.length).toBe(own.tokenLogProbabilities.length);
    expect(apart(tokenLogProbabilities, own.tokenLogProbabilities)).toBeLessThan(1e-3);
    attention?.forEach((row, t) => {
      expect(apart(row, own.attention![t]!)).toBeLessThan(1e-4);
    });
  });
}

function apart(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}
