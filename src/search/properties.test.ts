import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReference, type ReferenceOptions } from "../../test/support/reference-search.ts";
import { modelsOf, type SearchCase, searchCases } from "../../test/support/reference-search-cases.ts";
import {
  expectSameHypotheses,
  referenceOptions,
  sourceIds,
  tokenIds,
  tolerance,
} from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { BOS, EOS, PAD, UNK } from "../text/index.ts";
import type { Hypothesis } from "./hypothesis.ts";
import type { TranslationRequest } from "./options.ts";
import { createTranslator } from "./translator.ts";

/** Leaves out contradictory constraints, which are refused. */
function possible({ models, lines, options }: SearchCase): SearchCase {
  const [model] = modelsOf({ models, lines, options });
  const least = Math.min(options.minimumLength ?? 0, options.maximumLength);
  const leastRatio = Math.min(options.minimumLengthRatio ?? 0, options.maximumLengthRatio ?? 1);
  const consistent = { ...options, minimumLength: least, minimumLengthRatio: leastRatio };
  const fitting = lines.flatMap((line): TranslationRequest[] => {
    const { limit, include } = referenceOptions(model, line, consistent);
    const needed = include!.flat();
    const minimum = Math.max(least, Math.ceil(leastRatio * (sourceIds(model, line.source).length - 1)));
    if (needed.length >= limit || minimum >= limit || needed.includes(UNK)) return [];
    const words = line.prefix?.split(" ").slice(0, limit - 1);
    const prefix = words?.join(" ") ?? "";
    const wished = [prefix, ...(line.include ?? [])].map((phrase) => ` ${phrase} `);
    const exclude = (line.exclude ?? []).filter(
      (phrase) => !wished.some((wish) => wish.includes(` ${phrase} `)),
    );
    return [{ ...line, prefix, exclude }];
  });
  return { models, lines: fitting, options: consistent };
}

/** The results of the drawn cases: how many hypotheses were compared, and how many lines were too close to call. */
interface Tally {
  hypotheses: number;
  lines: number;
  close: number;
}

async function expectSame(drawn: SearchCase, runtime: Runtime, tally: Tally): Promise<void> {
  const { lines, options } = possible(drawn);
  const models = modelsOf(drawn);
  const [translator, reference] = await Promise.all([
    createTranslator(models, runtime),
    createReference(models, await runtimes[0]!.open()),
  ]);
  const translations = await translator.translate(lines, options);
  for (const [i, line] of lines.entries()) {
    const { hypotheses } = translations[i]!;
    const asked = referenceOptions(models[0], line, options);
    expectToMeet(asked, models[0], line, hypotheses);
    let margin = Number.POSITIVE_INFINITY;
    const decided = (one: number) => (margin = Math.min(margin, one));
    const expected = await reference.beam(sourceIds(models[0], line.source), { ...asked, decided });
    tally.lines++;
    if (margin < tolerance) {
      tally.close++;
      continue;
    }
    expectSameHypotheses(models[0], hypotheses, expected, line.source);
    tally.hypotheses += hypotheses.length;
  }
}

/** Checks what holds for the hypotheses of any search. */
function expectToMeet(
  asked: ReferenceOptions,
  model: Model,
  { source, prefix: text = "" }: TranslationRequest,
  hypotheses: readonly Hypothesis[],
): void {
  const {
    limit,
    minimum = 0,
    nBest = 1,
    prefix = [],
    include = [],
    exclude = [],
    noRepeatNgram: n = 0,
  } = asked;
  expect(hypotheses.length).toBeLessThanOrEqual(nBest);
  const scores = hypotheses.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(new Set(hypotheses.map(({ tokens }) => tokens.join(" "))).size).toBe(hypotheses.length);
  for (const { tokens, text: written, tokenLogProbabilities, attention } of hypotheses) {
    const ids = tokenIds(model, tokens, source);
    expect(ids.length).toBeLessThan(limit);
    expect(ids.length).toBeGreaterThanOrEqual(minimum);
    expect(ids.filter((id) => [PAD, BOS, EOS].includes(id))).toEqual([]);
    expect(written).toBe(tokens.join(" "));
    expect(tokenLogProbabilities).toHaveLength(ids.length + 1);
    for (const row of attention ?? []) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    const begun = text
      .split(" ")
      .filter((word) => word !== "")
      .slice(0, limit - 1);
    expect(tokens.slice(0, begun.length)).toEqual(begun);
    for (const phrase of include) expect(ends(ids, phrase)).not.toEqual([]);
    // Forced tokens may break a rule.
    for (const phrase of exclude)
      expect(Math.max(0, ...ends(ids, phrase))).toBeLessThanOrEqual(prefix.length);
    for (let end = n; n > 0 && end <= ids.length; end++) {
      const [earliest] = ends(ids, ids.slice(end - n, end)) as [number];
      if (end > prefix.length) expect(earliest).toBe(end);
    }
  }
}

/** The positions behind a phrase's last token, wherever the phrase occurs. */
function ends(ids: readonly number[], phrase: readonly number[]): number[] {
  return [...ids.keys()]
    .filter((at) => phrase.every((id, i) => ids[at + i] === id))
    .map((at) => at + phrase.length);
}

describe("any search", () => {
  it.each([
    { name: "native", open: runtimes[0]!.open, numRuns: 80 },
    { name: "wasm", open: runtimes[1]!.open, numRuns: 8 },
  ])(
    "finds what plain loops find and meets what is asked: $name",
    async ({ name, open, numRuns }) => {
      const runtime = await open();
      const tally: Tally = { hypotheses: 0, lines: 0, close: 0 };
      await fc.assert(
        fc.asyncProperty(searchCases, (drawn) => expectSame(drawn, runtime, tally)),
        { numRuns, seed: name === "native" ? 1 : 3 },
      );
      expect(tally.close).toBeLessThanOrEqual(0.02 * tally.lines);
      expect(tally.hypotheses).toBeGreaterThan(2 * numRuns);
    },
    300_000,
  );
});
