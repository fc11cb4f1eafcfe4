import { ConfigError } from "../errors.ts";
import type { Model } from "../seq2seq/model.ts";
import { ExtendedVocabulary } from "../text/extended-vocabulary.ts";
import { UNK } from "../text/index.ts";
import { type SourceLine, turned } from "./hypothesis.ts";
import { checkOptions, type NameOfOption, type SearchOptions, type TranslationRequest } from "./options.ts";
import { type OtherSource, readSource } from "./other-sources.ts";
import { type OutputLimit, outputLimit } from "./output-limit.ts";
import { type SearchNumber, searchNumbers } from "./search-numbers.ts";

/** A request as ids, from which the inputs of a search graph are made. */
export interface EncodedRequest extends SourceLine {
  /** The ids of each other source that the models read (see `OtherSource`), with `</s>`. */
  readonly otherIds: readonly Int32Array[];
  /** The id that each source token is copied as, for a model that may copy. */
  readonly copies?: Int32Array;
  /** The maximum number of steps, `</s>` counted. */
  readonly limit: number;
  /** The minimum number of tokens. */
  readonly minimum: number;
  readonly prefixIds: readonly number[];
  readonly include: readonly (readonly number[])[];
  readonly exclude: readonly (readonly number[])[];
  /** Of its draws. */
  readonly seed: number;
  readonly numbers: Readonly<Record<SearchNumber, number>>;
}

/** A model without its weights: what reading a request needs. */
export type ReadingModel = Omit<Model, "weights">;

/** What an ensemble reads, and how errors name its options. */
export interface RequestReader {
  /** The first model of the ensemble. */
  readonly model: ReadingModel;
  /** What its other models read (default: nothing). */
  readonly others?: readonly OtherSource[];
  /** Default: the options' keys. */
  readonly nameOf?: NameOfOption | undefined;
}

/**
 * Reads a line and the constraints on its output.
 * @throws {ConfigError} for invalid options, once the request's own have replaced them; for phrases that no output can
 * contain; and where two constraints contradict each other
 */
export function readRequest(
  { model, others = [], nameOf = (key) => key }: RequestReader,
  request: string | TranslationRequest,
  options: SearchOptions,
): EncodedRequest {
  const { source: line, ...own } = typeof request === "string" ? { source: request } : request;
  const all = { ...options, ...own };
  const name = (key: string) => (key in own ? key : nameOf(key));
  checkOptions(all, name);
  const { configuration, source, target } = model;
  const most = configuration.source.maximumLength;
  const tokens = source.tokens(line).slice(0, most);
  const { ids, truncated } = readSource({ tokenizer: source, most }, line);
  const readOtherwise = others.map((other) => readSource(other, line));
  const extended = configuration.decoder.copying
    ? new ExtendedVocabulary(target.vocabulary, tokens)
    : undefined;
  const constraints = readConstraints(model, all, name, extended);
  const limit = outputLimit(model, tokens.length, options);
  const { minimumLength = 0, minimumLengthRatio = 0 } = options;
  const least = Math.ceil(minimumLengthRatio * tokens.length);
  if (tokens.length > 0) {
    const lengths: readonly Demand[] = [
      ["minimumLength", String(minimumLength), minimumLength],
      ["minimumLengthRatio", String(minimumLengthRatio), least],
      ["prefix", JSON.stringify(all.prefix), constraints.prefixIds.length],
      ...constraints.include.map(
        (ids, n): Demand => ["include", JSON.stringify(all.include![n]), ids.length],
      ),
    ];
    for (const demand of lengths) refuseBeyond(limit, demand, line, options, name);
  }
  return {
    line,
    tokens,
    ids,
    otherIds: readOtherwise.map((other) => other.ids),
    truncated: truncated || readOtherwise.some((other) => other.truncated),
    ...(extended && { copies: extended.copies }),
    prefix: target.tokens(all.prefix ?? ""),
    limit: limit.tokens + 1,
    minimum: Math.max(minimumLength, least),
    seed: options.sampling?.seed ?? 1,
    numbers: searchNumbers(options),
    ...constraints,
  };
}

/**
 * Checks the constraints that all lines share, before there is a line.
 * @throws {ConfigError} as `readRequest`, except for what depends on the line
 */
export function checkWishes({ model, nameOf = (key) => key }: RequestReader, options: SearchOptions): void {
  checkOptions(options, nameOf);
  if (model.configuration.decoder.copying) return; // its phrases may contain tokens of the line
  const { prefixIds, include } = readConstraints(model, options, nameOf);
  const { maximumLength: tokens } = options;
  if (tokens === undefined) return;
  const limit: OutputLimit = { tokens, option: "maximumLength" };
  refuseBeyond(limit, ["prefix", JSON.stringify(options.prefix), prefixIds.length], null, options, nameOf);
  for (const [n, ids] of include.entries()) {
    refuseBeyond(limit, ["include", JSON.stringify(options.include![n]), ids.length], null, options, nameOf);
  }
}

type EncodedConstraints = Pick<EncodedRequest, "prefixIds" | "include" | "exclude">;

/** @throws {ConfigError} for phrases that no output can contain, and where a requested one contains an excluded one */
function readConstraints(
  model: ReadingModel,
  { prefix = "", include = [], exclude = [] }: SearchOptions,
  name: NameOfOption,
  extended?: ExtendedVocabulary,
): EncodedConstraints {
  const { configuration, target } = model;
  if (configuration.decoder.reversed && prefix !== "") {
    throw new ConfigError(
      `${name("prefix")} ${JSON.stringify(prefix)}: the model writes from the end (decoder.reversed); expected one that ` +
        "writes forwards",
    );
  }
  const encodePhrase = (text: string) =>
    target.phrases(text).map((phrase) => (extended ?? target.vocabulary).ids(phrase));
  const prefixIds = extended?.ids(target.tokens(prefix)) ?? target.encode(prefix);
  const included = include.map((phrase) => known(model, name("include"), phrase, encodePhrase(phrase)[0]!));
  const excluded = exclude.map((phrase) => {
    const ways = encodePhrase(phrase);
    if (ways.every((ids) => ids.length === 0)) {
      throw new ConfigError(`${name("exclude")} ${JSON.stringify(phrase)}: expected some text`);
    }
    return ways.filter((ids) => ids.length > 0 && !ids.includes(UNK)); // an unknown token is never written anyway
  });
  for (const [n, ways] of excluded.entries()) {
    const isIn = (ids: readonly number[]) => ways.some((way) => hasPhrase(ids, way));
    const contradict = (key: string, phrase: string) => {
      const forbidden = `${name("exclude")} ${JSON.stringify(exclude[n])}`;
      throw new ConfigError(`${name(key)} ${JSON.stringify(phrase)}: it has what ${forbidden} keeps out`);
    };
    if (isIn(prefixIds)) contradict("prefix", prefix);
    const clash = included.findIndex(isIn);
    if (clash >= 0) contradict("include", include[clash]!);
  }
  return {
    prefixIds,
    include: included.map((phrase) => turned(model, phrase)),
    exclude: excluded.flat().map((phrase) => turned(model, phrase)),
  };
}

function hasPhrase(ids: readonly number[], phrase: readonly number[]): boolean {
  return ids.some((_, at) => phrase.every((id, i) => ids[at + i] === id));
}

/** An option, its value as errors show it, and the number of tokens that it needs. */
type Demand = readonly [key: string, value: string, tokens: number];

/** @param line null where the refusal holds for any line */
function refuseBeyond(
  { tokens: most, option }: OutputLimit,
  [key, value, needed]: Demand,
  line: string | null,
  options: SearchOptions,
  name: NameOfOption,
): void {
  if (needed <= most) return;
  const wish = `${name(key)} ${value}: ${key === "minimumLength" ? "" : `${needed} tokens are `}more than`;
  const of = line === null ? "" : ` of ${JSON.stringify(line)}`;
  throw new ConfigError(
    option === undefined
      ? `${wish} the ${most} that an output${of} has at most by default; give ${name("maximumLength")}, too`
      : `${wish} the ${most} that ${name(option)} ${options[option]} allows an output${of}`,
  );
}

function known(
  { configuration, target }: ReadingModel,
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
