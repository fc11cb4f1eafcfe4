import { ConfigError } from "../errors.ts";
import { bleu, tokenizationNames } from "./bleu.ts";
import { chrf } from "./chrf.ts";
import { characterErrorRate, tokenErrorRate } from "./error-rate.ts";
import { exactMatch, wordErrorRate } from "./exact-match.ts";
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
  /** BLEU, chrF and CER. TER has `caseSensitive`. */
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

const makers = {
  bleu: ({ tokenize, smooth, ...rest }: MetricSettings): Metric =>
    bleu({
      ...rest,
      tokenize: tokenize === undefined ? undefined : oneOf("BLEU tokenization", tokenize, tokenizationNames),
      smooth: smooth === undefined ? undefined : oneOf("BLEU smoothing", smooth, smoothingMethods),
    }),
  chrf: (settings: MetricSettings): Metric => chrf({ ...settings, wordOrder: 0 }),
  "chrf++": (settings: MetricSettings): Metric => chrf({ ...settings, wordOrder: 2 }),
  ter,
  wer: () => wordErrorRate,
  per: () => tokenErrorRate,
  cer: characterErrorRate,
  exact_match: () => exactMatch,
  token_accuracy: () => tokenAccuracy,
  perplexity: () => perplexity,
  sentence_perplexity: () => sentencePerplexity,
} satisfies Record<string, (settings: MetricSettings) => Metric>;

export type MetricName = keyof typeof makers;

export const metricNames = Object.keys(makers) as readonly MetricName[];

/**
 * The metrics of some names, each once, in the order given.
 * @throws {ConfigError} where there is no name, one is unknown, or a setting makes no sense
 */
export function metricsNamed(names: readonly string[], settings: MetricSettings = {}): Metric[] {
  if (names.length === 0) {
    throw new ConfigError(`metrics: none is named, expected at least one of ${metricNames.join(", ")}`);
  }
  const known = new Set(names.map((name) => oneOf("metric", name, metricNames)));
  return [...known].map((name) => makers[name](settings));
}
