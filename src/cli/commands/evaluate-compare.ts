import { formatJson } from "../../data/json-numbers.ts";
import { ConfigError, DataError } from "../../errors.ts";
import {
  compareSystems,
  type Metric,
  type Segment,
  type SystemComparison,
  sentenceOf,
} from "../../metrics/index.ts";
import type { SearchOptions } from "../../search/options.ts";
import type { Ranks } from "../../training/ranks.ts";
import { formatInterval } from "../assessment-text.ts";
import { type AnswerFlags, systemOutputs } from "../outputs.ts";
import { counted, formatTable } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

interface CompareOptions {
  readonly answers: AnswerFlags;
  readonly search: SearchOptions;
  readonly resamples: number | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly replicas: number | undefined;
  readonly terminal: Terminal;
  readonly ranks: Ranks | undefined;
}

/** `henkan evaluate --compare A B`: which of two systems is better, by each metric, and how sure that is. */
export async function compare(
  systems: readonly string[],
  metrics: readonly Metric[],
  { answers, search, resamples, json, quiet, replicas, terminal, ranks }: CompareOptions,
): Promise<number> {
  if (systems.length !== 2) {
    throw new ConfigError(
      `--compare ${systems.join(" ")}: expected two systems, each a file of outputs or a model folder`,
    );
  }
  const outputs: Segment[][] = [];
  for (const system of systems) {
    outputs.push(
      (await systemOutputs(system, answers, search, { terminal, quiet, replicas, ranks })).map(asText),
    );
  }
  const [a, b] = outputs as [Segment[], Segment[]];
  if (a.length !== b.length) {
    throw new DataError(
      `${systems[0]} has ${counted(a.length, "output")} and ${systems[1]} ${b.length}: expected outputs for the same ` +
        "sentences, in the same order",
    );
  }
  const options = resamples === undefined ? {} : { resamples };
  const compared = metrics.map((metric) => ({ metric, comparison: compareSystems(metric, a, b, options) }));
  const byName = Object.fromEntries(compared.map(({ metric, comparison }) => [metric.name, comparison]));
  const text = json
    ? `${formatJson({ sentences: a.length, systems, metrics: byName })}\n`
    : compared.map((one) => describe(one.metric, one.comparison, systems)).join("\n");
  await print(terminal, text);
  return 0;
}

/** Uses the words of the text as tokens, because two models may tokenize it differently. */
function asText({ source, hypothesis, references }: Segment): Segment {
  return {
    ...(source === undefined ? {} : { source }),
    hypothesis: sentenceOf(hypothesis.text),
    references: references.map(({ text }) => sentenceOf(text)),
  };
}

function describe(metric: Metric, comparison: SystemComparison, systems: readonly string[]): string {
  const { scores, intervals, difference, interval, bootstrapP, randomizationP, better } = comparison;
  const rows = [
    [metric.name, "score", "95 % interval"],
    ...systems.map((system, i) => [system, scores[i]!.toFixed(2), formatInterval(intervals[i])]),
    ["difference", difference.toFixed(2), formatInterval(interval)],
  ];
  const p = `${formatP(bootstrapP)} (paired bootstrap), ${formatP(randomizationP)} (approximate randomization)`;
  const verdict =
    better === null
      ? `these sentences do not show which is better: ${p}`
      : `${systems[better === "a" ? 0 : 1]} is better: ${p}`;
  return `${formatTable(rows, "lrr")}${verdict}\n`;
}

function formatP(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
}
