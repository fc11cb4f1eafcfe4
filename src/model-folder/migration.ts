import { withoutIdleInherited } from "../configuration/configuration.ts";

/** Format 1's names of the metrics that have other names now. */
const renamed: Readonly<Record<string, string>> = { wer: "sequence_error_rate", per: "token_error_rate" };

/**
 * Converts a record of format 1 to format 2: two metrics have other names, and the configuration, which held the
 * defaults of all settings, keeps only settings that have an effect.
 * @param json the content of `config.json`; unexpected values stay as they are, for the schema to report
 */
export function migrateFormat1(json: object): object {
  const { training, configuration } = json as Readonly<Record<string, unknown>>;
  return {
    ...json,
    format: 2,
    ...(isRecord(training) && {
      training: { ...training, dev: withMetrics(training.dev), test: withMetrics(training.test) },
    }),
    ...(isRecord(configuration) && {
      configuration: withoutIdleInherited(withMetric(configuration), {}),
    }),
  };
}

function withMetrics(evaluation: unknown): unknown {
  if (!isRecord(evaluation) || !isRecord(evaluation.metrics)) return evaluation;
  const metrics = Object.entries(evaluation.metrics).map(([name, score]) => [renamed[name] ?? name, score]);
  return { ...evaluation, metrics: Object.fromEntries(metrics) };
}

function withMetric(configuration: Readonly<Record<string, unknown>>): object {
  const { training } = configuration;
  if (!isRecord(training) || typeof training.metric !== "string") return configuration;
  return { ...configuration, training: { ...training, metric: renamed[training.metric] ?? training.metric } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
