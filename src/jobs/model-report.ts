import type { Pair } from "../data/index.ts";
import type { KeptEvaluation } from "../metrics/index.ts";
import { type ReportExample, renderReport } from "../report/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { createTranslator } from "../search/translator.ts";
import type { Model } from "../seq2seq/model.ts";
import type { TrainingEvent } from "../training/events.ts";
import { architecture } from "./describe-model.ts";

export interface ModelReportOptions {
  readonly model: Model;
  readonly runtime: Runtime;
  /** Pairs that were not trained on: some of them become the examples. */
  readonly pairs: readonly Pair[];
  /** Scores on pairs that were not trained on. */
  readonly evaluation: KeptEvaluation | null;
}

const exampleCount = 6;
/** Longer sentences make pictures that are hard to read; they are taken where there are no others. */
const readableTokens = 24;

/** The report on a model, whose examples are translated. */
export async function modelReport(
  title: string,
  events: readonly TrainingEvent[],
  { model, runtime, pairs, evaluation }: ModelReportOptions,
): Promise<string> {
  return renderReport({
    title,
    summary: summarize(model),
    events,
    ...(evaluation === null ? {} : { evaluation }),
    examples: await translateExamples(model, runtime, pairs),
  });
}

function summarize({ configuration, source, target, weights }: Model): [string, string][] {
  return [
    ...architecture(configuration),
    ["source", `${grouped(source.vocabulary.size)} ${source.kind}`],
    ["target", `${grouped(target.vocabulary.size)} ${target.kind}`],
    ["parameters", grouped(weights.values.length)],
    ["seed", String(configuration.training.seed)],
  ];
}

async function translateExamples(
  model: Model,
  runtime: Runtime,
  pairs: readonly Pair[],
): Promise<ReportExample[]> {
  const sources = chooseSources(model, pairs);
  const translations = await (await createTranslator(model, runtime)).translate(sources);
  return translations.map((translation) => ({
    ...translation,
    references: pairs.filter(({ source }) => source === translation.source).map(({ target }) => target),
  }));
}

/** Sources from all over the pairs, of a readable length where there are any. */
function chooseSources({ source: tokenizer }: Model, pairs: readonly Pair[]): string[] {
  const sources = [...new Set(pairs.map(({ source }) => source))];
  const readable = sources.filter((source) => tokenizer.tokens(source).length <= readableTokens);
  const candidates = readable.length > 0 ? readable : sources;
  const count = Math.min(exampleCount, candidates.length);
  return Array.from({ length: count }, (_, i) => candidates[Math.floor((i * candidates.length) / count)]!);
}

function grouped(value: number): string {
  return value.toLocaleString("en");
}
