import { expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import { ConfigError } from "../errors.ts";
import type { SearchOptions } from "./options.ts";
import { createScorer } from "./scorer.ts";
import { createTranslator } from "./translator.ts";

const words = "p q r s t";
const searching = [35, 36].map((seed) => wildModel({ seed, words, endBias: 0.7 }));
const rerankers = [
  wildModel({ seed: 37, words: "s t p q r u" }), // writes with its own vocabulary
  wildModel({ seed: 38, words, decoder: { reversed: true } }),
];
const lines = ["abc", "d", "", "hgfedcba", "ab", "bead", "fed", "cafe"];
const [{ open }] = runtimes as [(typeof runtimes)[number]];

it.each<SearchOptions>([
  { beam: 6 },
  { beam: 6, lengthPenalty: "average", coveragePenalty: 0.3 },
  { beam: 6, lengthPenalty: 0 },
  { nBest: 6, sampling: { seed: 2 } },
])("ranks by the mean log P of all models: %o", async (given) => {
  const runtime = await open();
  const options = { ...given, maximumLength: 6 };
  const all = { ...options, nBest: 6 };
  const plain = await (await createTranslator(searching, runtime)).translate(lines, all);
  const translator = await createTranslator(searching, runtime, { rerankers });
  const reranked = await translator.translate(lines, all);
  const scorers = await Promise.all(rerankers.map((model) => createScorer(model, runtime)));

  let changed = 0;
  for (const [i, { source, hypotheses }] of plain.entries()) {
    const expected = new Map<string, number>();
    for (const { text, logProbability, score, tokenLogProbabilities } of hypotheses) {
      const forced = await Promise.all(scorers.map((one) => one.scorePairs([{ source, target: text }])));
      const sum = forced.reduce((total, [pair]) => total + pair!.logProbability, 2 * logProbability);
      const n = tokenLogProbabilities.length;
      const penalty = { average: n, 0: 1, 1: (5 + n) / 6 }[options.lengthPenalty ?? 1]!;
      expected.set(text, score + (sum / 4 - logProbability) / penalty);
    }
    const found = reranked[i]!;
    const best = [...expected].sort((a, b) => b[1] - a[1]);
    expect(found.hypotheses.map(({ text }) => text)).toEqual(best.map(([text]) => text));
    for (const { text, score } of found.hypotheses) expect(score).toBeCloseTo(expected.get(text)!, 4);
    if (best.some(([text], n) => text !== hypotheses[n]!.text)) changed++;
  }
  expect(changed).toBeGreaterThan(1);

  const best = await translator.translate(lines, options);
  expect(best.map(({ text }) => text)).toEqual(reranked.map(({ text }) => text));
  if (given.beam) expect(best.every(({ hypotheses }) => hypotheses.length <= 1)).toBe(true);
});

it("refuses a search that leaves nothing to choose, and streams", async () => {
  const translator = await createTranslator(searching, await open(), { rerankers });
  await expect(translator.translate(["abc"])).rejects.toThrow(
    new ConfigError("beam 1: a reranker needs hypotheses to choose from; set beam to 5 or more"),
  );
  await expect(translator.translate(["abc"], { sampling: {} })).rejects.toThrow(ConfigError);
  await expect(translator.stream("abc").next()).rejects.toThrow(
    new ConfigError("rerankers choose among whole outputs, and a stream has one: leave them out"),
  );
});
