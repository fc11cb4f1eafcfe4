import { ConfigError } from "../errors.ts";
import { breathe } from "../runtime/breathe.ts";
import { checkOptions, type SearchOptions, type TranslationRequest } from "../search/options.ts";
import { type EncodedRequest, readRequest } from "../search/request.ts";
import type { SearchPlan } from "../search/search-plan.ts";
import { planFor } from "../search/search-plan.ts";
import type { Limits } from "./limits.ts";
import { paddedLength } from "./padded-length.ts";
import type { Part } from "./part.ts";
import { ProblemError } from "./problem.ts";
import type { ScoreRequest, StreamRequest, TranslateRequest } from "./schema.ts";
import type { Generation } from "./served-model.ts";
import type { ScoreWork, StreamWork, TranslateWork } from "./worker-messages.ts";

/** Milliseconds of reading texts after which others have their turn. */
const turn = 10;

/** The parts of a request to translate: one for each text that is not empty, by the texts' indices. */
export async function translationParts(
  generation: Generation,
  { model: _, text, tokens = false, attention = false, ...options }: TranslateRequest,
  limits: Limits,
  signal: AbortSignal,
): Promise<{ parts: Part<TranslateWork>[]; lines: EncodedRequest[]; indices: number[] }> {
  const lines = await readLines(generation, text, options as SearchOptions, limits, signal);
  const indices = [...lines.keys()].filter((index) => lines[index]!.tokens.length > 0);
  const parts = indices.map((index) => {
    const line = lines[index]!;
    const plan = planFor(options as SearchOptions, [line]);
    const sourceLength = paddedLength(line.ids.length);
    const kind = `${generation.number} ${JSON.stringify(plan)}`;
    const work: TranslateWork = {
      kind: "translate",
      model: generation.number,
      plan,
      line,
      sourceLength,
      replaceUnknown: options.replaceUnknown ?? false,
      hypotheses: options.nBest !== undefined,
      tokens,
      attention,
    };
    const key = `${kind} ${sourceLength} ${shapeOf(line)}`;
    return { work, key, kind, tokens: estimate(generation, line, plan, sourceLength), rows: plan.slots };
  });
  return { parts, lines, indices };
}

/** What of a line's constraints shapes the inputs of a search. */
function shapeOf({ prefixIds, include, exclude }: EncodedRequest): string {
  const longest = (phrases: readonly (readonly number[])[]) =>
    Math.max(0, ...phrases.map(({ length }) => length));
  return `${prefixIds.length} ${include.length} ${longest(include)} ${exclude.length}`;
}

function estimate(
  { outputRatio }: Generation,
  { tokens, limit }: EncodedRequest,
  { slots }: SearchPlan,
  sourceLength: number,
): number {
  return sourceLength + slots * Math.ceil(Math.min(limit, 1 + outputRatio * tokens.length));
}

/** The beginning of a stream; undefined for an empty text. */
export async function streamPart(
  generation: Generation,
  { model: _, text, attention = false, ...options }: StreamRequest,
  limits: Limits,
  signal: AbortSignal,
  stream: { readonly stream: number; readonly given: number },
): Promise<Part<StreamWork> | undefined> {
  const [line] = await readLines(generation, text, options as SearchOptions, limits, signal);
  if (line!.tokens.length === 0) return undefined;
  const plan = planFor(options as SearchOptions, [line!]);
  const work: StreamWork = {
    kind: "stream",
    model: generation.number,
    plan,
    line: line!,
    replaceUnknown: options.replaceUnknown ?? false,
    tokens: false,
    attention,
    ...stream,
  };
  const kind = `${generation.number} stream`;
  // No other has its key: each begins by itself.
  return { work, key: `${kind} ${stream.stream}`, kind, tokens: line!.ids.length + stream.given, rows: 1 };
}

export async function scoreParts(
  generation: Generation,
  { pairs, tokens = false, attention = false }: ScoreRequest,
  limits: Limits,
  signal: AbortSignal,
): Promise<Part<ScoreWork>[]> {
  const { model, number } = generation;
  const kind = `${number} score`;
  const parts: Part<ScoreWork>[] = [];
  for await (const [index, { source, target }] of inTurns(pairs, signal)) {
    const [S, T] = [model.source.encode(source).length + 1, model.target.encode(target).length + 1];
    for (const [name, length] of [
      ["source", S - 1],
      ["target", T - 1],
    ] as const) {
      if (length > limits.outputTokens) {
        throw notPossible(
          `pairs.${index}.${name}`,
          `${length} tokens: expected at most ${limits.outputTokens}`,
        );
      }
    }
    const sourceLength = paddedLength(S);
    const work: ScoreWork = { kind: "score", model: number, source, target, sourceLength, tokens, attention };
    // Targets are padded, too, so those of like length share a batch.
    const key = `${kind} ${sourceLength} ${paddedLength(T)}`;
    parts.push({ work, key, kind, tokens: sourceLength + paddedLength(T), rows: 1 });
  }
  return parts;
}

/** @throws {ProblemError} that names the text, for what the model cannot do */
async function readLines(
  { model }: Generation,
  text: TranslateRequest["text"],
  options: SearchOptions,
  { outputTokens }: Limits,
  signal: AbortSignal,
): Promise<EncodedRequest[]> {
  checkShared(options);
  const isList = Array.isArray(text);
  const texts = (isList ? text : [text]) as readonly (string | TranslationRequest)[];
  const lines: EncodedRequest[] = [];
  for await (const [index, one] of inTurns(texts, signal)) {
    const path = isList ? `text.${index}` : "text";
    try {
      const line = readRequest({ model }, one, options);
      if (line.limit - 1 > outputTokens && options.maximumLengthRatio !== undefined) {
        throw new ConfigError(
          `maximumLengthRatio ${options.maximumLengthRatio}: allows ${line.limit - 1} tokens: expected at most ${outputTokens}`,
        );
      }
      const limit = Math.min(line.limit, outputTokens + 1);
      const least = Math.max(
        line.minimum,
        line.prefixIds.length,
        ...line.include.map(({ length }) => length),
      );
      if (least > limit - 1) {
        throw new ConfigError(`${least} tokens are asked for: expected at most ${limit - 1}`);
      }
      lines.push({ ...line, limit });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw notPossible(path, error.message);
    }
  }
  return lines;
}

/** @throws {ProblemError} that names the option: no text is at fault. Lines may replace constraints, which are checked there */
function checkShared({ prefix: _p, include: _i, exclude: _e, ...shared }: SearchOptions): void {
  try {
    checkOptions(shared);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // Its words begin with the option's name.
    const [path] = /^[\w.]+/.exec(error.message)!;
    throw new ProblemError("not-translatable", error.message, { errors: [{ path, message: error.message }] });
  }
}

function notPossible(path: string, message: string): ProblemError {
  return new ProblemError("not-translatable", `${path}: ${message}`, { errors: [{ path, message }] });
}

/** Items with their indices, with pauses in which others have their turn. */
async function* inTurns<Item>(
  items: readonly Item[],
  signal: AbortSignal,
): AsyncGenerator<readonly [index: number, item: Item], void, undefined> {
  let since = performance.now();
  for (const [index, item] of items.entries()) {
    if (performance.now() - since > turn) {
      await breathe();
      signal.throwIfAborted();
      since = performance.now();
    }
    yield [index, item];
  }
}
