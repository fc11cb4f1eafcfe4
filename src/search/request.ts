import { timeMajor } from "../data/batch.ts";
import { ConfigError } from "../errors.ts";
import { RandomStream } from "../random.ts";
import type { HostTensors } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { ExtendedVocabulary } from "../text/extended-vocabulary.ts";
import { PAD, UNK } from "../text/index.ts";
import { type SourceLine, turned } from "./hypothesis.ts";
import { checkOptions, type Request, type SearchOptions, type SearchPlan } from "./options.ts";
import { type OtherSource, otherSourceName, readSource } from "./other-sources.ts";

/** A line, read: what a search graph is fed of it. */
export interface Asked extends SourceLine {
  /** The ids of each other source that the models read (see `OtherSource`), with `</s>`. */
  readonly otherIds: readonly Int32Array[];
  /** What each of the source's ids is copied as, for a model that may copy. */
  readonly copies?: Int32Array;
  /** The most steps, `</s>` counted. */
  readonly limit: number;
  /** The fewest tokens. */
  readonly minimum: number;
  readonly prefixIds: readonly number[];
  readonly include: readonly (readonly number[])[];
  readonly exclude: readonly (readonly number[])[];
}

/**
 * Reads a line and what is asked of its output.
 * @param model the first of an ensemble
 * @param others what its other models read
 * @throws {ConfigError} for options that cannot be, with what the request has in their place, and for phrases that no
 * output can have
 */
export function readRequest(
  model: Model,
  request: string | Request,
  options: SearchOptions,
  others: readonly OtherSource[] = [],
): Asked {
  const { source: line, ...own } = typeof request === "string" ? { source: request } : request;
  checkOptions({ ...options, ...own });
  const { prefix = "", include = [], exclude = [] } = { ...options, ...own };
  const { configuration, source, target } = model;
  if (configuration.decoder.reversed && prefix !== "") {
    throw new ConfigError(
      `prefix ${JSON.stringify(prefix)}: the model writes from the end (decoder.reversed); expected one that writes forwards`,
    );
  }
  const most = configuration.source.maximumLength;
  const tokens = source.tokens(line).slice(0, most);
  const { ids, truncated } = readSource({ tokenizer: source, most }, line);
  const readOtherwise = others.map((other) => readSource(other, line));
  const extended = configuration.decoder.copying
    ? new ExtendedVocabulary(target.vocabulary, tokens)
    : undefined;
  const encode = (text: string) => extended?.ids(target.tokens(text)) ?? target.encode(text);
  const encodePhrase = (text: string) =>
    target.phrases(text).map((phrase) => (extended ?? target.vocabulary).ids(phrase));

  const limit = longest(model, tokens.length, options) + 1;
  const { minimumLength = 0, minimumLengthRatio = 0 } = options;
  const asked = include.map((phrase) => known(model, "include", phrase, encodePhrase(phrase)[0]!));
  const needed = Math.max(0, ...asked.map((phrase) => phrase.length));
  if (needed > limit - 1) {
    throw new ConfigError(
      `include: a phrase has ${needed} tokens, and an output of ${JSON.stringify(line)} at most ${limit - 1}`,
    );
  }
  return {
    line,
    tokens,
    ids,
    otherIds: readOtherwise.map((other) => other.ids),
    truncated: truncated || readOtherwise.some((other) => other.truncated),
    ...(extended && { copies: extended.copies }),
    prefix: target.tokens(prefix),
    limit,
    minimum: Math.min(limit - 1, Math.max(minimumLength, Math.ceil(minimumLengthRatio * tokens.length))),
    prefixIds: encode(prefix),
    include: asked.map((phrase) => turned(model, phrase)),
    // A phrase with an unknown token is never written anyway.
    exclude: exclude
      .flatMap(encodePhrase)
      .filter((phrase) => phrase.length > 0 && !phrase.includes(UNK))
      .map((phrase) => turned(model, phrase)),
  };
}

function known(
  { configuration, target }: Model,
  option: string,
  phrase: string,
  ids: readonly number[],
): readonly number[] {
  const unknown = ids.indexOf(UNK);
  if (ids.length === 0) throw new ConfigError(`${option} ${JSON.stringify(phrase)}: expected some text`);
  if (unknown < 0) return ids;
  const token = JSON.stringify(target.phrases(phrase)[0]![unknown]);
  const where = configuration.decoder.copying
    ? "neither in its target vocabulary nor in the source"
    : "not in its target vocabulary";
  throw new ConfigError(
    `${option} ${JSON.stringify(phrase)}: the model cannot write ${token}, which is ${where}`,
  );
}

/** The most tokens of an output. Without an option, a bound for outputs that never end: what is as long is a fault. */
function longest({ configuration }: Model, sourceLength: number, options: SearchOptions): number {
  const { maximumLength = configuration.target.maximumLength, maximumLengthRatio } = options;
  const relative =
    maximumLengthRatio === undefined ? 27 + 8 * sourceLength : Math.ceil(maximumLengthRatio * sourceLength);
  return Math.max(1, Math.min(maximumLength, relative));
}

/** The plan that serves lines asked for with the same options. */
export function planFor(options: SearchOptions, lines: readonly Asked[]): SearchPlan {
  const { beam = 1, nBest = 1, sampling } = options;
  const longestExcluded = Math.max(0, ...lines.flatMap(({ exclude }) => exclude.map(({ length }) => length)));
  return {
    places: sampling ? nBest : beam,
    nBest,
    lengthPenalty: options.lengthPenalty ?? 1,
    coveragePenalty: options.coveragePenalty ?? 0,
    ...(sampling && {
      sampling: {
        temperature: sampling.temperature ?? 1,
        topP: sampling.topP ?? 1,
        ...(sampling.topK !== undefined && { topK: sampling.topK }),
      },
    }),
    repetitionPenalty: options.repetitionPenalty ?? 1,
    noRepeatNgram: options.noRepeatNgram ?? 0,
    groups: options.groups ?? 1,
    diversity: options.diversity ?? 0.5,
    minimum: lines.some(({ minimum }) => minimum > 0),
    prefix: lines.some(({ prefixIds }) => prefixIds.length > 0),
    include: lines.some(({ include }) => include.length > 0),
    exclude: longestExcluded,
  };
}

/** The inputs of a search graph for a batch of lines (see `searchGraph`). */
export function searchFeeds(lines: readonly Asked[], plan: SearchPlan, seed = 1): HostTensors {
  const B = lines.length;
  const others = lines[0]!.otherIds.map((_, n) => {
    return [otherSourceName(n), sideBySide(lines.map(({ otherIds }) => otherIds[n]!))] as const;
  });
  const copies = lines.flatMap((line) => line.copies ?? []);
  return {
    source: sideBySide(lines.map(({ ids }) => ids)),
    ...Object.fromEntries(others),
    ...(copies.length > 0 && { copies: sideBySide(copies) }),
    limit: integers(
      [B],
      lines.map(({ limit }) => limit),
    ),
    ...(plan.minimum && {
      minimum: integers(
        [B],
        lines.map(({ minimum }) => minimum),
      ),
    }),
    ...(plan.prefix && { prefix: prefixes(lines) }),
    ...(plan.include && {
      include: phrases(
        lines.map(({ include }) => include),
        "behind",
      ),
    }),
    ...(plan.exclude > 0 && {
      exclude: phrases(
        lines.map(({ exclude }) => exclude),
        "before",
        plan.exclude,
      ),
    }),
    ...(plan.sampling && { uniform: uniform(lines, plan.places, seed) }),
  };
}

/** `[S, B]` with PAD behind each. */
function sideBySide(sequences: readonly Int32Array[]) {
  const data = timeMajor(sequences);
  const B = sequences.length;
  return { dtype: "int32", shape: [data.length / B, B], data } as const;
}

/** `[P, B]`. */
function prefixes(lines: readonly Asked[]) {
  const P = Math.max(...lines.map(({ prefixIds }) => prefixIds.length), 1);
  const values = Array.from({ length: P }, (_, p) => lines.map(({ prefixIds }) => prefixIds[p] ?? PAD));
  return integers([P, lines.length], values.flat());
}

/** `[B, C, L]` with PAD before or behind each phrase. */
function phrases(
  ofLines: readonly (readonly (readonly number[])[])[],
  pad: "before" | "behind",
  length?: number,
) {
  const C = Math.max(1, ...ofLines.map((own) => own.length));
  const L = length ?? Math.max(1, ...ofLines.flat().map((phrase) => phrase.length));
  const values = ofLines.flatMap((own) =>
    Array.from({ length: C }, (_, c) => {
      const phrase = own[c] ?? [];
      const filling = Array<number>(L - phrase.length).fill(PAD);
      return pad === "before" ? [...filling, ...phrase] : [...phrase, ...filling];
    }).flat(),
  );
  return integers([ofLines.length, C, L], values);
}

/**
 * `[U, B, N]` numbers in [0, 1), keyed by seed, line and draw, so that a line is drawn alike in any batch. They have
 * 24 bits: rounded to float32 none becomes 1.
 */
function uniform(lines: readonly Asked[], N: number, seed: number) {
  const U = Math.max(...lines.map(({ limit }) => limit));
  const data = new Float32Array(U * lines.length * N);
  lines.forEach(({ line, limit }, b) => {
    for (let n = 0; n < N; n++) {
      const random = new RandomStream(seed, `sample ${line}`, n);
      for (let u = 0; u < limit; u++)
        data[(u * lines.length + b) * N + n] = (random.uint32() >>> 8) / 2 ** 24;
    }
  });
  return { dtype: "float32", shape: [U, lines.length, N], data } as const;
}

function integers(shape: readonly number[], values: readonly number[]) {
  return { dtype: "int64", shape, data: BigInt64Array.from(values, (value) => BigInt(value)) } as const;
}
