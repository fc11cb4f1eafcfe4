import type { Pair } from "../data/pair.ts";
import {
  bleu,
  type Evaluation,
  exactMatch,
  type Segment,
  tokenErrorRate,
  wordErrorRate,
} from "../metrics/index.ts";
import { breathe } from "../runtime/breathe.ts";
import type { Executable, Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { type OnnxSource, searchModel } from "./onnx-models.ts";
import { runSearch } from "./onnx-runner.ts";

/** What one of the two weighs, and how fast and how good it is. */
export interface Measured {
  /** Of `model.onnx`. */
  readonly bytes: number;
  /** For one sentence alone. */
  readonly milliseconds: number;
  /** In batches of 64. */
  readonly sentencesPerSecond: number;
  /** Of the dev pairs, by the exported search; where there are any. */
  readonly metrics?: Pick<Evaluation["metrics"], "exact_match" | "wer" | "per" | "bleu">;
}

export interface Comparison {
  readonly float32: Measured;
  readonly int8: Measured;
}

export interface ComparisonOptions {
  readonly runtime: Runtime;
  /** Lines to measure speed with, at least one. */
  readonly lines: readonly string[];
  /** Pairs to score both with; several with the same source are one sentence with several references. */
  readonly dev: readonly Pair[];
  /** Told how many sentences of the dev pairs are translated, of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Compares an int8 export of a model with the float32 one. */
export async function compareInt8(
  source: OnnxSource,
  int8: Uint8Array,
  { runtime, lines, dev, onProgress }: ComparisonOptions,
): Promise<Comparison> {
  const float32 = searchModel({ ...source, int8: false });
  const both = [await runtime.compile(float32), await runtime.compile(int8)];
  const speeds = await measureSpeed(both, source.model, lines);
  const scores = dev.length === 0 ? undefined : await scoreAll(both, source.model, dev, onProgress);
  const measured = (index: number, { length }: Uint8Array): Measured => ({
    bytes: length,
    ...speeds[index]!,
    ...(scores && { metrics: scores[index]! }),
  });
  return { float32: measured(0, float32), int8: measured(1, int8) };
}

const rounds = 7;
const alone = 16;
const together = 64;

/** The best of several rounds in which the models take turns: what else the machine does slows both alike. */
async function measureSpeed(models: readonly Executable[], model: Model, lines: readonly string[]) {
  const repeated = Array.from({ length: together }, (_, i) => lines[i % lines.length]!);
  const best = models.map(() => ({ milliseconds: Number.POSITIVE_INFINITY, sentencesPerSecond: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, search] of models.entries()) {
      await breathe();
      const before = best[index]!;
      const single = await seconds(async () => {
        for (const line of repeated.slice(0, alone)) await runSearch(search, model, [line]);
      });
      const batch = await seconds(() => runSearch(search, model, repeated));
      best[index] = {
        milliseconds: Math.min(before.milliseconds, (single / alone) * 1000),
        sentencesPerSecond: Math.max(before.sentencesPerSecond, together / batch),
      };
    }
  }
  return best;
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
        segments[index]!.push({ hypothesis: best?.tokens ?? [], references: references.get(some[i]!)! });
      }
    }
  }
  onProgress?.(sources.length, sources.length);
  return segments.map((own) => ({
    exact_match: exactMatch(own),
    wer: wordErrorRate(own),
    per: tokenErrorRate(own),
    bleu: bleu(own),
  }));
}

/** The targets of each source, as tokens. */
function referencesOf({ target }: Model, pairs: readonly Pair[]): Map<string, string[][]> {
  const references = new Map<string, string[][]>();
  for (const pair of pairs) {
    references.set(pair.source, [...(references.get(pair.source) ?? []), target.tokens(pair.target)]);
  }
  return references;
}
