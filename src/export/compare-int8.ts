import type { Pair } from "../data/pair.ts";
import {
  corpusScore,
  evaluationMetrics,
  type OutputMetricName,
  outputMetricNames,
  type Segment,
  type Sentence,
} from "../metrics/index.ts";
import { breathe } from "../runtime/breathe.ts";
import type { Executable, Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { type OnnxSource, searchModel } from "./onnx-models.ts";
import { runSearch } from "./onnx-runner.ts";

/** The size, speed and quality of one of the two models. */
interface Measured {
  /** Of `model.onnx`. */
  readonly bytes: number;
  /** For one sentence alone. */
  readonly milliseconds: number;
  /** In batches of 64. */
  readonly sentencesPerSecond: number;
  /** On the dev pairs, with the exported search; absent if there are none. */
  readonly metrics?: Readonly<Record<OutputMetricName, number>>;
}

export interface Int8Comparison {
  /** The runtime that both ran on. */
  readonly runtime: Runtime["name"];
  readonly threads: number;
  readonly float32: Measured;
  readonly int8: Measured;
}

export interface ComparisonOptions {
  readonly runtime: Runtime;
  /** Lines to measure speed with, at least one. */
  readonly lines: readonly string[];
  /** Pairs to score both on; pairs with the same source are one sentence with several references. */
  readonly dev: readonly Pair[];
  /** Called with the number of sentences of the dev pairs translated so far, and of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Compares an int8 export of a model with the float32 one. */
export async function compareInt8(
  source: OnnxSource,
  int8: Uint8Array,
  { runtime, lines, dev, onProgress }: ComparisonOptions,
): Promise<Int8Comparison> {
  const float32 = searchModel({ ...source, int8: false });
  const both = [await runtime.compile(float32), await runtime.compile(int8)];
  const speeds = await measureSpeed(both, source.model, lines);
  const scores = dev.length === 0 ? undefined : await scoreAll(both, source.model, dev, onProgress);
  const measured = (index: number, { length }: Uint8Array): Measured => ({
    bytes: length,
    ...speeds[index]!,
    ...(scores && { metrics: scores[index]! }),
  });
  const { name, threads } = runtime;
  return { runtime: name, threads, float32: measured(0, float32), int8: measured(1, int8) };
}

const rounds = 9;
const alone = 16;
const together = 64;

/**
 * Times each piece of work in several rounds, in which the models take turns, and keeps its best time: other load on
 * the machine can only slow it down.
 */
async function measureSpeed(models: readonly Executable[], model: Model, lines: readonly string[]) {
  const repeated = Array.from({ length: together }, (_, i) => lines[i % lines.length]!);
  const work = [repeated, ...repeated.slice(0, alone).map((line) => [line])];
  const best = models.map(() => work.map(() => Number.POSITIVE_INFINITY));
  for (let round = 0; round < rounds; round++) {
    for (const [m, search] of models.entries()) {
      for (const [w, some] of work.entries()) {
        await breathe();
        best[m]![w] = Math.min(best[m]![w]!, await seconds(() => runSearch(search, model, some)));
      }
    }
  }
  return best.map(([batch, ...single]) => ({
    milliseconds: (1000 * single.reduce((sum, time) => sum + time, 0)) / alone,
    sentencesPerSecond: together / batch!,
  }));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Sentences between two reports of progress. */
const sentencesAtOnce = 512;

async function scoreAll(
  models: readonly Executable[],
  model: Model,
  dev: readonly Pair[],
  onProgress: ComparisonOptions["onProgress"],
) {
  const references = referencesOf(model, dev);
  const sources = [...references.keys()].filter((source) => model.source.tokens(source).length > 0);
  const segments = models.map((): Segment[] => []);
  for (let at = 0; at < sources.length; at += sentencesAtOnce) {
    onProgress?.(at, sources.length);
    await breathe();
    const some = sources.slice(at, at + sentencesAtOnce);
    for (const [index, search] of models.entries()) {
      const outputs = await runSearch(search, model, some);
      for (const [i, [best]] of outputs.entries()) {
        const text = best?.text ?? "";
        const hypothesis = { text, tokens: model.target.scoredTokens(text) };
        segments[index]!.push({ hypothesis, references: references.get(some[i]!)! });
      }
    }
  }
  onProgress?.(sources.length, sources.length);
  const scoresOf = (own: readonly Segment[]) =>
    outputMetricNames.map((name) => [name, corpusScore(evaluationMetrics[name], own)]);
  return segments.map((own) => Object.fromEntries(scoresOf(own)) as Record<OutputMetricName, number>);
}

/** The targets of each source. */
function referencesOf({ target }: Model, pairs: readonly Pair[]): Map<string, Sentence[]> {
  const references = new Map<string, Sentence[]>();
  for (const { source, target: text } of pairs) {
    const sentence = { text, tokens: target.scoredTokens(text) };
    references.set(source, [...(references.get(source) ?? []), sentence]);
  }
  return references;
}
