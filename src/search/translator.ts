import { ConfigError } from "../errors.ts";
import type { HostTensors, Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { BatchGraph, batchSize } from "./batch-graph.ts";
import { parameterPrefix, searchGraph } from "./graph/search-graph.ts";
import { writingStages } from "./graph/stages.ts";
import { type Hypothesis, readHypotheses } from "./hypothesis.ts";
import type { CompileOptions, NameOfOption, SearchOptions, TranslationRequest } from "./options.ts";
import { otherSources } from "./other-sources.ts";
import { checkWishes, type EncodedRequest, readRequest } from "./request.ts";
import { createReranker, searchToRerank } from "./reranker.ts";
import { searchFeeds } from "./search-feeds.ts";
import type { SearchPlan } from "./search-plan.ts";
import { planFor } from "./search-plan.ts";
import { type CompiledStages, compileStages, type StreamedToken, streamTokens } from "./stream.ts";

/** A model's output for one line: the best hypothesis, and all that were requested. */
export interface Translation extends Hypothesis {
  readonly source: string;
  readonly sourceTokens: readonly string[];
  /** True where the source was longer than `source.maximumLength` and was cut. */
  readonly truncated: boolean;
  /**
   * Best first. None for an empty line, or where no output meets the options; then `text` is empty and `score` is 0.
   * Identical draws of sampling are listed once.
   */
  readonly hypotheses: readonly Hypothesis[];
  /** Whether the best one is as long as the output limit allows: it may have been cut. */
  readonly atLimit: boolean;
}

export interface Translator {
  /**
   * Checks options before there is a line.
   * @throws {ConfigError} where they are invalid for any line
   */
  checkOptions(options: SearchOptions): void;
  /**
   * Checks a line and the constraints on it, without computing anything.
   * @throws {ConfigError} where `translate` would refuse it
   */
  check(line: string | TranslationRequest, options?: SearchOptions): void;
  /**
   * Translates lines, in order; an empty line stays empty.
   * @throws {ConfigError} where an option, or a constraint on a line, is invalid; nothing is computed then
   */
  translate(lines: readonly (string | TranslationRequest)[], options?: SearchOptions): Promise<Translation[]>;
  /**
   * Writes the output of one line token by token, by greedy search or sampling. Leaving the loop stops it.
   * @throws {ConfigError} for options of beam search
   */
  stream(
    line: string | TranslationRequest,
    options?: SearchOptions,
  ): AsyncGenerator<StreamedToken, void, undefined>;
}

export interface TranslatorOptions extends CompileOptions {
  /** Models that rerank the hypotheses that the search keeps, see `createReranker` (default: none). */
  readonly rerankers?: readonly Model[];
}

/**
 * Makes a translator of a model, or of several as an ensemble, whose probabilities are averaged. A search is compiled
 * when its options are first used, and kept.
 * The models may read with different vocabularies and tokenizers; attention is then to the first model's tokens.
 * @throws {ConfigError} where the models of an ensemble have different target vocabularies, only some of them may copy,
 * or those that may copy read different tokens
 */
export async function createTranslator(
  models: Model | readonly Model[],
  runtime: Runtime,
  { live = false, rerankers = [], nameOf = (key) => key }: TranslatorOptions = {},
): Promise<Translator> {
  const ensemble = ("weights" in models ? [models] : models) as readonly [Model, ...Model[]];
  const [model] = ensemble;
  refuseOtherTargets(ensemble);
  refuseMixed(ensemble, "reversed", ", so that they write in opposite directions: let it rerank");
  refuseMixed(ensemble, "copying", ": expected all of them to copy, or none");
  const others = otherSources(ensemble);
  const readOtherTokens = others.flatMap(({ models, isAligned }) => (isAligned ? [] : models));
  refuseCopyingOtherTokens(ensemble, readOtherTokens);
  const sizes = { source: model.source.vocabulary.size, target: model.target.vocabulary.size };
  const configurations = ensemble.map(({ configuration }) => configuration);
  const values = new Map(
    ensemble.flatMap(({ weights }, index) =>
      weights.views.map(({ name, data }) => [parameterPrefix(index) + name, data] as const),
    ),
  );
  const weightFeeds = (): HostTensors =>
    Object.assign(
      {},
      ...ensemble.map(({ weights }, index) => weights.tensors((name) => parameterPrefix(index) + name)),
    );
  const rerank = rerankers.length > 0 ? await createReranker(rerankers, ensemble.length, runtime) : undefined;
  const streams = new Map<string, Promise<CompiledStages>>();
  const searches = new Map<string, BatchGraph>();
  const search = (plan: SearchPlan) =>
    remember(searches, plan, () => {
      const build = () => searchGraph(configurations, sizes, plan, live ? undefined : values, others);
      return new BatchGraph(runtime, build, live ? weightFeeds : undefined);
    });
  const stages = (plan: SearchPlan) =>
    remember(streams, plan, () => {
      const graphs = writingStages(configurations, sizes, plan, live ? {} : { weights: values }, { others });
      const compiled = compileStages(graphs, runtime);
      compiled.catch(() => streams.delete(keyOf(plan))); // a failure is not kept
      return compiled;
    });
  const reader = { model, others, nameOf };
  const check = (options: SearchOptions) => {
    checkWishes(reader, options);
    const attends = configurations.some(
      ({ context }, index) => context.kind === "attention" && !readOtherTokens.includes(index),
    );
    if (!attends && (options.coveragePenalty ?? 0) > 0) {
      throw new ConfigError(
        `${nameOf("coveragePenalty")} ${options.coveragePenalty}: the model has no attention; leave it out`,
      );
    }
  };

  return {
    checkOptions: check,
    check: (line, options = {}) => void readRequest(reader, line, options),

    async *stream(request, options = {}) {
      check(options);
      refuseBeam(options, nameOf);
      if (rerank)
        throw new ConfigError("rerankers choose among whole outputs, and a stream has one: leave them out");
      const line = readRequest(reader, request, options);
      if (line.tokens.length === 0) return;
      const plan = planFor(options, [line]);
      yield* streamTokens(await stages(plan), model, line, plan, options, live ? weightFeeds() : {});
    },

    async translate(lines, options = {}) {
      check(options);
      const requests = lines.map((line) => readRequest(reader, line, options));
      const plan = planFor(rerank ? searchToRerank(options) : options, requests);
      const found: Hypothesis[][] = requests.map(() => []);
      await search(plan).forEach(batchesOf(requests), options.signal, async (rows, run) => {
        const batch = rows.map((index) => requests[index]!);
        const results = await run(searchFeeds(batch, plan));
        rows.forEach((index, b) => {
          found[index] = readHypotheses(results, b, model, requests[index]!, options.replaceUnknown);
        });
      });
      const sources = requests.map(({ line }) => line);
      const best = rerank ? await rerank(sources, found, options) : found;
      return requests.map((line, index) => translationOf(line, best[index]!));
    },
  };
}

/** Makes a value once for each plan and keeps it. */
function remember<T>(made: Map<string, T>, plan: SearchPlan, make: () => T): T {
  const one = made.get(keyOf(plan)) ?? make();
  made.set(keyOf(plan), one);
  return one;
}

function keyOf(plan: SearchPlan): string {
  return JSON.stringify(plan);
}

/** Sentences of similar length share a batch, to keep padding small. The longest come first; empty lines in none. */
function batchesOf(requests: readonly EncodedRequest[]): number[][] {
  const order = [...requests.keys()].filter((index) => requests[index]!.tokens.length > 0);
  order.sort((a, b) => requests[a]!.ids.length - requests[b]!.ids.length || a - b);
  const batches: number[][] = [];
  for (let at = 0; at < order.length; at += batchSize) batches.unshift(order.slice(at, at + batchSize));
  return batches;
}

const nothing: Hypothesis = {
  text: "",
  score: 0,
  logProbability: 0,
  tokens: [],
  tokenLogProbabilities: [],
  attention: null,
};

/** A line's answer, from its hypotheses, the best first. */
export function translationOf(
  { line, tokens, truncated, limit }: EncodedRequest,
  hypotheses: readonly Hypothesis[],
): Translation {
  const best = hypotheses[0] ?? nothing;
  const atLimit = best.tokens.length >= limit - 1; // `</s>` is its last step
  return { source: line, ...best, sourceTokens: tokens, truncated, hypotheses, atLimit };
}

function refuseBeam({ beam = 1, nBest = 1, include = [] }: SearchOptions, nameOf: NameOfOption): void {
  const why = "a stream is written token by token, by greedy search or sampling; leave it out";
  if (beam > 1) throw new ConfigError(`${nameOf("beam")} ${beam}: ${why}`);
  if (nBest > 1) throw new ConfigError(`${nameOf("nBest")} ${nBest}: ${why}`);
  if (include.length > 0) throw new ConfigError(`${nameOf("include")}: ${why}`);
}

function refuseOtherTargets([first, ...others]: readonly [Model, ...Model[]]): void {
  const own = JSON.stringify(first.target);
  const other = others.findIndex(({ target }) => JSON.stringify(target) !== own);
  if (other < 0) return;
  throw new ConfigError(
    `ensemble: model ${other + 2} has another target vocabulary than model 1: train them on the same data`,
  );
}

/** @param wayOut what the message ends with */
function refuseMixed(models: readonly Model[], key: "reversed" | "copying", wayOut: string): void {
  const [first, ...others] = models.map(({ configuration }) => configuration.decoder[key]);
  const other = others.indexOf(!first);
  if (other < 0) return;
  throw new ConfigError(
    `ensemble: model ${other + 2} has decoder.${key} ${!first} and model 1 ${first}${wayOut}`,
  );
}

function refuseCopyingOtherTokens(models: readonly Model[], [other]: readonly number[]): void {
  if (other === undefined || !models[other]!.configuration.decoder.copying) return;
  throw new ConfigError(
    `ensemble: model ${other + 1} copies and reads other tokens than model 1: expected the same source tokenizer, but for ` +
      "its vocabulary",
  );
}
