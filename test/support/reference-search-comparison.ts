import { expect } from "vitest";
import type { Hypothesis } from "../../src/search/hypothesis.ts";
import type { SearchOptions, TranslationRequest } from "../../src/search/options.ts";
import type { Model } from "../../src/seq2seq/model.ts";
import { EOS, UNK } from "../../src/text/index.ts";
import type { ReferenceHypothesis, ReferenceOptions } from "./reference-search.ts";

/**
 * Numbers of a search graph and of the reference differ by less, all being of size 10 or less: the graph sums in
 * single precision.
 */
export const tolerance = 1e-4;

/** A line's ids, cut at what the model reads, with `</s>`. */
export function sourceIds({ configuration, source }: Model, line: string): Int32Array {
  return Int32Array.from([...source.encode(line).slice(0, configuration.source.maximumLength), EOS]);
}

/** What the reference calls the options of a line. `maximumLength` is to be given: without it the limit is far. */
export function referenceOptions(
  model: Model,
  request: TranslationRequest,
  options: SearchOptions,
): ReferenceOptions {
  const ids = (text: string) => tokenIds(model, model.target.tokens(text), request.source);
  const { prefix, include, exclude } = { ...options, ...request };
  const { beam = 1, nBest = 1, groups = 1, lengthPenalty = 1, coveragePenalty = 0 } = options;
  const { minimumLength = 0, minimumLengthRatio = 0, maximumLength, maximumLengthRatio } = options;
  if (maximumLength === undefined) throw new Error("maximumLength: expected a number");
  const length = sourceIds(model, request.source).length - 1;
  const relative = Math.ceil((maximumLengthRatio ?? Number.POSITIVE_INFINITY) * length);
  const most = Math.max(1, Math.min(maximumLength, relative));
  return {
    limit: most + 1,
    ...(model.configuration.decoder.copying && { copies: copiesOf(model, request.source) }),
    minimum: Math.min(most, Math.max(minimumLength, Math.ceil(minimumLengthRatio * length))),
    beam,
    nBest,
    lengthPenalty,
    coveragePenalty,
    repetitionPenalty: options.repetitionPenalty ?? 1,
    noRepeatNgram: options.noRepeatNgram ?? 0,
    groups,
    diversity: groups === 1 ? 0 : (options.diversity ?? 0.5),
    prefix: ids(prefix ?? ""),
    include: (include ?? []).map(ids),
    // What nobody can write needs no rule: `<unk>` is another token.
    exclude: (exclude ?? []).map(ids).filter((phrase) => phrase.length > 0 && !phrase.includes(UNK)),
  };
}

/**
 * The ids of tokens as hypotheses have them. Words that the vocabulary does not have are copied, by a model that may,
 * or come from a prefix.
 */
export function tokenIds(model: Model, tokens: readonly string[], line: string): number[] {
  const { vocabulary } = model.target;
  const all = Array.from({ length: vocabulary.size }, (_, id) => vocabulary.token(id));
  const source = model.configuration.decoder.copying ? sourceTokens(model, line) : [];
  return tokens.map((token) => {
    if (all.includes(token)) return all.indexOf(token);
    return source.includes(token) ? all.length + source.indexOf(token) : UNK;
  });
}

/** What each source token is copied as, `</s>` included. */
export function copiesOf(model: Model, line: string): Int32Array {
  return Int32Array.from([...tokenIds(model, sourceTokens(model, line), line), EOS]);
}

function sourceTokens({ configuration, source }: Model, line: string): string[] {
  return source.tokens(line).slice(0, configuration.source.maximumLength);
}

/**
 * Holds that a search has found what the reference has: the same outputs, each once, with the same numbers, and in
 * order of its own scores. So outputs can only stand the other way round where their scores are within the tolerance.
 * @param line the source
 */
export function expectSameHypotheses(
  model: Model,
  found: readonly Hypothesis[],
  expected: readonly ReferenceHypothesis[],
  line: string,
): void {
  const byIds = new Map(expected.toReversed().map((one) => [one.ids.join(" "), one]));
  const keys = found.map(({ tokens }) => tokenIds(model, tokens, line).join(" "));
  expect(keys.toSorted()).toEqual([...byIds.keys()].sort());
  found.forEach((hypothesis, n) => {
    const other = byIds.get(keys[n]!)!;
    if (n > 0) expect(hypothesis.score).toBeLessThanOrEqual(found[n - 1]!.score);
    expectClose([hypothesis.score], [other.score]);
    expectClose([hypothesis.logProbability], [other.logProbability]);
    expectClose(hypothesis.tokenLogProbabilities, other.tokenLogProbabilities);
    expect(hypothesis.attention === null).toBe(other.attention === null);
    expect(hypothesis.attention?.length).toBe(other.attention?.length);
    hypothesis.attention?.forEach((row, t) => expectClose(row, other.attention![t]!));
  });
}

export function expectClose(found: readonly number[], expected: readonly number[], most = tolerance): void {
  expect(found).toHaveLength(expected.length);
  expect(largestDifference(found, expected)).toBeLessThan(most);
}

export function largestDifference(a: readonly number[], b: readonly number[]): number {
  return Math.max(0, ...a.map((value, i) => Math.abs(value - b[i]!)));
}
