import { ConfigError } from "../errors.ts";
import { bleu, tokenBleu, tokenizationNames } from "./bleu.ts";
import { chrf } from "./chrf.ts";
import { characterErrorRate, tokenErrorRate, wordErrorRate } from "./error-rate.ts";
import { exactMatch, sequenceErrorRate } from "./exact-match.ts";
import type { Metric } from "./metric.ts";
import { oneOf } from "./one-of.ts";
import { perplexity, sentencePerplexity } from "./perplexity.ts";
import { smoothingMethods } from "./smoothing.ts";
import { ter } from "./ter.ts";
import { tokenAccuracy } from "./token-accuracy.ts";

/** The settings of all metrics by name, as they come from a command line; each metric takes those it knows. */
export interface MetricSettings {
  /** BLEU: see `BleuOptions`. */
  readonly tokenize?: string | undefined;
  readonly smooth?: string | undefined;
  readonly smoothValue?: number | undefined;
  readonly effectiveOrder?: boolean | undefined;
  /** BLEU, chrF, WER and CER. TER has `caseSensitive`. */
  readonly lowercase?: boolean | undefined;
  /** chrF: see `ChrfOptions`. */
  readonly characterOrder?: number | undefined;
  readonly beta?: number | undefined;
  readonly whitespace?: boolean | undefined;
  readonly epsSmoothing?: boolean | undefined;
  /** TER: see `TercomOptions`. */
  readonly normalized?: boolean | undefined;
  readonly noPunct?: boolean | undefined;
  readonly asianSupport?: boolean | undefined;
  readonly caseSensitive?: boolean | undefined;
}

/** A metric of the list: how it is made for its settings. */
interface NamedMetric {
  readonly create: (settings: MetricSettings) => Metric;
  /** Of evaluations, after each epoch on dev and at the end on test, where it is one of their scores. */
  readonly evaluation?: Metric;
  /** It is of what the model foresaw of the references, given the right tokens before, and not of its outputs. */
  readonly teacherForced?: true;
}

/** All metrics: what names in commands, configurations, records and pages are made from. */
const metrics = {
  exact_match: { create: () => exactMatch, evaluation: exactMatch },
  sequence_error_rate: { create: () => sequenceErrorRate, evaluation: sequenceErrorRate },
  token_error_rate: { create: () => tokenErrorRate, evaluation: tokenErrorRate },
  bleu: {
    create: ({ tokenize, smooth, ...rest }) =>
      bleu({
        ...rest,
        tokenize:
          tokenize === undefined ? undefined : oneOf("BLEU tokenization", tokenize, tokenizationNames),
        smooth: smooth === undefined ? undefined : oneOf("BLEU smoothing", smooth, smoothingMethods),
      }),
    evaluation: tokenBleu,
  },
  chrf: { create: (settings) => chrf({ ...settings, wordOrder: 0 }) },
  "chrf++": { create: (settings) => chrf({ ...settings, wordOrder: 2 }) },
  ter: { create: ter },
  wer: { create: wordErrorRate },
  cer: { create: characterErrorRate },
  token_accuracy: { create: () => tokenAccuracy, evaluation: tokenAccuracy, teacherForced: true },
  perplexity: { create: () => perplexity, evaluation: perplexity, teacherForced: true },
  sentence_perplexity: { create: () => sentencePerplexity, teacherForced: true },
} as const satisfies Readonly<Record<string, NamedMetric>>;

export type MetricName = keyof typeof metrics;

export const metricNames = Object.keys(metrics) as readonly MetricName[];

/** A metric that every evaluation has. */
export type EvaluationMetricName = {
  [Name in MetricName]: (typeof metrics)[Name] extends { readonly evaluation: Metric } ? Name : never;
}[MetricName];

/** A metric of evaluations that is of outputs alone, whoever made them. */
export type OutputMetricName = {
  [Name in EvaluationMetricName]: (typeof metrics)[Name] extends { readonly teacherForced: true }
    ? never
    : Name;
}[EvaluationMetricName];

/** The metrics of an evaluation, in the order in which they are shown. */
export const evaluationMetricNames = metricNames.filter(
  (name): name is EvaluationMetricName => "evaluation" in metrics[name],
);

export const outputMetricNames = evaluationMetricNames.filter(
  (name): name is OutputMetricName => !("teacherForced" in metrics[name]),
);

/** What may choose the best epoch on dev: −log P per token, or a metric of evaluations. */
export const devMetrics = ["loss", ...evaluationMetricNames] as const;

export const evaluationMetrics = Object.fromEntries(
  evaluationMetricNames.map((name) => [name, metrics[name].evaluation]),
) as Readonly<Record<EvaluationMetricName, Metric>>;

/**
 * The metrics of some names, each once, in the order given.
 * @throws {ConfigError} where there is no name, one is unknown, or a setting makes no sense
 */
export function metricsNamed(names: readonly string[], settings: MetricSettings = {}): Metric[] {
  if (names.length === 0) {
    throw new ConfigError(`metrics: none is named, expected at least one of ${metricNames.join(", ")}`);
  }
  const wanted = new Set(names.map((name) => oneOf("metric", name, metricNames)));
  return [...wanted].map((name) => metrics[name].create(settings));
}
