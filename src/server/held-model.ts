import type { Executable, Runtime } from "../runtime/index.ts";
import { searchGraph } from "../search/graph/search-graph.ts";
import { writingStages } from "../search/graph/stages.ts";
import { type Hypothesis, readHypotheses } from "../search/hypothesis.ts";
import { createScorer, type Scorer } from "../search/scorer.ts";
import { searchFeeds } from "../search/search-feeds.ts";
import type { SearchPlan } from "../search/search-plan.ts";
import { type CompiledStages, compileStages, type StreamedToken, streamTokens } from "../search/stream.ts";
import { translationOf } from "../search/translator.ts";
import type { Model } from "../seq2seq/model.ts";
import type { Scored, ScoreWork, StreamWork, Translated, TranslateWork, Wanted } from "./worker-messages.ts";

/**
 * Compiled graphs that a thread keeps of a model, each with a copy of the weights: those that were used last, as many as are
 * in so many bytes together, within bounds.
 */
const graphBytes = 256 * 2 ** 20;
const [fewestGraphs, mostGraphs] = [4, 32];

/** The most numbers that a processor computes as one vector. */
const lanes = 16;

type Graph = { readonly search: Executable } | { readonly stages: CompiledStages };

/** A model in a thread, with the graphs of the plans that it was asked for last. */
export class HeldModel {
  private readonly model: Model;
  private readonly runtime: Runtime;
  private readonly weights: ReadonlyMap<string, Float32Array>;
  private readonly graphs = new Map<string, Promise<Graph>>();
  /** How many streams go on with a graph, by its key: it is not freed meanwhile. */
  private readonly streams = new Map<string, number>();
  private readonly capacity: number;
  private scorer: Promise<Scorer> | undefined;
  /** Seconds in which graphs were compiled, since this was last asked. */
  private preparing = 0;

  constructor(model: Model, runtime: Runtime) {
    this.model = model;
    this.runtime = runtime;
    const fitting = Math.floor(graphBytes / model.weights.values.byteLength);
    this.capacity = Math.min(mostGraphs, Math.max(fewestGraphs, fitting));
    this.weights = new Map(model.weights.views.map(({ name, data }) => [name, data]));
  }

  takePreparing(): number {
    const { preparing } = this;
    this.preparing = 0;
    return preparing;
  }

  /** Searches texts of one plan as one batch. */
  async translate(works: readonly TranslateWork[]): Promise<Translated[]> {
    const [{ plan, sourceLength }] = works as readonly [TranslateWork];
    const { search } = await this.graph(keyOf("search", plan), async () => ({
      search: await this.runtime.compile(
        searchGraph([this.model.configuration], this.sizes, plan, this.weights),
      ),
    }));
    const lines = works.map(({ line }) => line);
    const found = await search.run(searchFeeds(lines, plan, sourceLength));
    return works.map((work, b) =>
      translated(work, readHypotheses(found, b, this.model, work.line, work.replaceUnknown)),
    );
  }

  async score(works: readonly ScoreWork[]): Promise<Scored[]> {
    this.scorer ??= createScorer(this.model, this.runtime);
    const [{ sourceLength }] = works as readonly [ScoreWork];
    const { copying } = this.model.configuration.decoder;
    // A copying model's loss has logarithms of each token's numbers: whole vectors of them have the same bits in any batch.
    const filling = copying ? Array<ScoreWork>(-works.length & (lanes - 1)).fill(works[0]!) : [];
    const scores = await (await this.scorer).scorePairs([...works, ...filling], { sourceLength });
    return scores.slice(0, works.length).map(({ logProbability, score, unknown, ...rest }, n) => ({
      score: { logProbability, score, unknown, ...details(rest, works[n]!) },
    }));
  }

  async *stream({
    plan,
    line,
    replaceUnknown = false,
  }: StreamWork): AsyncGenerator<StreamedToken, void, undefined> {
    const key = keyOf("stages", plan);
    this.streams.set(key, (this.streams.get(key) ?? 0) + 1);
    try {
      const { stages } = await this.graph(key, async () => ({
        stages: await compileStages(
          writingStages([this.model.configuration], this.sizes, plan, { weights: this.weights }),
          this.runtime,
        ),
      }));
      yield* streamTokens(stages, this.model, line, plan, { replaceUnknown }, {});
    } finally {
      const others = this.streams.get(key)! - 1;
      if (others > 0) this.streams.set(key, others);
      else this.streams.delete(key);
    }
  }

  /** Frees its graphs. */
  async release(): Promise<void> {
    for (const graph of this.graphs.values()) await releaseGraph(await graph);
    this.graphs.clear();
  }

  private get sizes() {
    return { source: this.model.source.vocabulary.size, target: this.model.target.vocabulary.size };
  }

  private async graph<Kind extends Graph>(key: string, compile: () => Promise<Kind>): Promise<Kind> {
    const known = this.graphs.get(key) as Promise<Kind> | undefined;
    this.graphs.delete(key); // comes last in the map's order
    if (known !== undefined) {
      this.graphs.set(key, known);
      return await known;
    }
    const start = performance.now();
    const made = compile();
    this.graphs.set(key, made);
    made.catch(() => this.graphs.delete(key));
    for (const [oldest, graph] of this.graphs) {
      if (this.graphs.size <= this.capacity) break;
      if (this.streams.has(oldest)) continue;
      this.graphs.delete(oldest);
      await releaseGraph(await graph);
    }
    await made;
    this.preparing += (performance.now() - start) / 1000;
    return await made;
  }
}

function keyOf(kind: "search" | "stages", plan: SearchPlan): string {
  return `${kind} ${JSON.stringify(plan)}`;
}

async function releaseGraph(graph: Graph): Promise<void> {
  if ("search" in graph) await graph.search.release();
  else for (const one of [graph.stages.encoder, graph.stages.step]) await one.release();
}

function translated(work: TranslateWork, found: readonly Hypothesis[]): Translated {
  const { text, score, logProbability, truncated, atLimit, hypotheses, ...rest } = translationOf(
    work.line,
    found,
  );
  const translation = {
    text,
    score,
    logProbability,
    truncated,
    atLimit,
    ...details(rest, work),
    ...(work.hypotheses && {
      hypotheses: hypotheses.map(({ text, score, logProbability, ...rest }) => ({
        text,
        score,
        logProbability,
        ...details(rest, work),
      })),
    }),
  };
  return { translation, written: rest.tokens.length + 1 };
}

interface Details {
  readonly tokens: readonly string[];
  readonly tokenLogProbabilities: readonly number[];
  readonly sourceTokens?: readonly string[];
  readonly attention: readonly (readonly number[])[] | null;
}

function details({ tokens, tokenLogProbabilities, sourceTokens, attention }: Details, wanted: Wanted) {
  return {
    ...(wanted.tokens && {
      tokens: [...tokens],
      tokenLogProbabilities: [...tokenLogProbabilities],
      ...(sourceTokens && { sourceTokens: [...sourceTokens] }),
    }),
    ...(wanted.attention && { attention: attention?.map((row) => [...row]) ?? null }),
  };
}
