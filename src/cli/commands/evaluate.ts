import { basename, resolve } from "node:path";
import { formatJson } from "../../data/json-numbers.ts";
import { writeFileAtomically } from "../../data/write-file.ts";
import { ConfigError } from "../../errors.ts";
import {
  type Assessment,
  createAssessor,
  evaluationMetricNames,
  evaluationMetrics,
  type Metric,
  type MetricSettings,
  metricsNamed,
  type Segment,
} from "../../metrics/index.ts";
import { renderEvaluation } from "../../report/index.ts";
import type { Ranks } from "../../training/ranks.ts";
import { formatAssessment } from "../assessment-text.ts";
import { evaluateFlags } from "../flags/evaluate-flags.ts";
import type { Given } from "../flags/given.ts";
import { readingKeys } from "../flags/reading-flags.ts";
import { refuseWithoutEffect } from "../flags/refuse-without-effect.ts";
import { runtimeFlags } from "../flags/runtime-flags.ts";
import { searchFlags, searchOptions } from "../flags/search-flags.ts";
import { fileOutputs, type ModelOnPairs, modelOutputs, openModelOnPairs } from "../outputs.ts";
import { print, type Terminal } from "../terminal.ts";
import { type AttentionQuality, formatAttention, measureAttention } from "./evaluate-attention.ts";
import { compare } from "./evaluate-compare.ts";

type EvaluateFlags = Given<typeof evaluateFlags>;

/** `henkan evaluate`: scores a model's outputs or a file's by any metric, or tells which of two systems is better. */
export async function evaluate(
  folder: string | undefined,
  flags: EvaluateFlags,
  terminal: Terminal,
  ranks?: Ranks,
): Promise<number> {
  const { hypotheses, compare: systems, json = false, quiet = false } = flags;
  const search = searchOptions(flags);
  const { bootstrap: resamples, language = "en", replicas } = flags;
  if ([folder, hypotheses, systems].filter((one) => one !== undefined).length !== 1) {
    throw new ConfigError(
      "nothing to score, or more than one thing: give a model folder, --hypotheses FILE, or --compare A B",
    );
  }
  refuseFlags(flags);
  if (systems !== undefined) {
    const metrics = chooseMetrics(flags, "file");
    return compare(systems, metrics, {
      answers: flags,
      search,
      resamples,
      json,
      quiet,
      replicas,
      terminal,
      ranks,
    });
  }
  const kind = folder === undefined ? "file" : "model";
  const metrics = chooseMetrics(flags, kind);
  const worstBy = sentenceMetric(metrics, kind, flags);
  const shown = flags.html === undefined ? 0 : 12;
  const assessor = createAssessor({
    metrics,
    resamples,
    byLength: flags.byLength ?? flags.html !== undefined,
    worst: { metric: worstBy, most: flags.worst ?? shown },
  });
  const io = { terminal, quiet, replicas, ranks };
  if (flags.attention !== undefined && folder === undefined) {
    throw new ConfigError("--attention: a file of outputs has none: give a model folder and --pairs FILE");
  }
  const opened = folder === undefined ? null : await openModelOnPairs(folder, flags, io);
  const attention = opened && (await measureIfAsked(opened, flags));
  const outputs: Iterable<Segment> | AsyncIterable<Segment> =
    opened === null
      ? fileOutputs(hypotheses!, flags, io)
      : await modelOutputs(opened, search, { ...io, outputs: flags.outputs });
  for await (const segment of outputs) assessor.add(segment);
  const assessment = assessor.assessment();
  await print(
    terminal,
    json
      ? `${formatJson({ ...toJson(assessment), ...(attention && { attention }) })}\n`
      : `${formatAssessment(assessment, metrics)}${attention ? `\n${formatAttention(attention)}` : ""}`,
  );
  if (flags.html !== undefined) {
    const title = basename(resolve(folder ?? hypotheses!));
    await writeFileAtomically(
      flags.html,
      renderEvaluation({ title, assessment, metrics, worstBy, language }),
    );
  }
  return 0;
}

/** @throws {ConfigError} for flags that would change nothing */
function refuseFlags(flags: EvaluateFlags): void {
  const { html, pairs, hypotheses, metric } = flags;
  refuseWithoutEffect(flags, evaluateFlags, [
    { keys: ["language"], effective: html !== undefined, why: "it is the report's: add --html FILE" },
    {
      keys: ["outputs"],
      effective: hypotheses === undefined && flags.compare === undefined,
      why: "it is for one model: give its folder and --pairs FILE",
    },
    { keys: readingKeys, effective: pairs !== undefined, why: "they are of --pairs FILE" },
    {
      keys: Object.keys({ ...searchFlags, ...runtimeFlags }),
      effective: hypotheses === undefined,
      why: "it is for a model, and --hypotheses has its outputs already",
    },
    {
      keys: ["tokenize", "smooth"],
      effective: metric === undefined || metric.includes("bleu"),
      why: "it is for bleu, which --metric does not name",
    },
  ]);
}

async function measureIfAsked(
  opened: ModelOnPairs,
  { attention: gold }: EvaluateFlags,
): Promise<AttentionQuality | null> {
  return gold === undefined ? null : measureAttention(opened, typeof gold === "string" ? gold : undefined);
}

const textMetrics = ["bleu", "chrf", "ter"];

/** By default, a model's BLEU counts its own tokens; text is tokenized and smoothed as in sacreBLEU. */
function chooseMetrics(flags: EvaluateFlags, of: "model" | "file"): Metric[] {
  const { metric, tokenize, smooth } = flags;
  if (of === "model" && metric === undefined && tokenize === undefined && smooth === undefined) {
    return Object.values(evaluationMetrics);
  }
  const named = metric ?? (of === "model" ? evaluationMetricNames : textMetrics);
  return metricsNamed(named, metricSettings(flags, of));
}

function metricSettings(
  { tokenize, smooth, lowercase }: EvaluateFlags,
  of: "model" | "file",
): MetricSettings {
  const isOwn = of === "model" && tokenize === undefined;
  return {
    tokenize: isOwn ? "none" : tokenize,
    smooth: isOwn ? (smooth ?? "none") : smooth,
    ...(lowercase === undefined ? {} : { lowercase, caseSensitive: !lowercase }),
  };
}

/**
 * The metric that ranks sentences: the first that says more about a sentence than right or wrong. Sentence BLEU needs
 * smoothing, and only the n-gram orders that the sentence has.
 */
function sentenceMetric(metrics: readonly Metric[], of: "model" | "file", flags: EvaluateFlags): Metric {
  const metric = metrics.find(({ share }) => share === undefined) ?? metrics[0]!;
  if (metric.name !== "bleu") return metric;
  const settings = { ...metricSettings(flags, of), smooth: "exp", effectiveOrder: true };
  return metricsNamed(["bleu"], settings)[0]!;
}

/** The assessment for JSON, with sentences as plain text. */
function toJson({ worst, ...assessment }: Assessment): object {
  return {
    ...assessment,
    worst: worst.map(({ sentence, score, segment: { source, hypothesis, references } }) => ({
      sentence,
      score,
      ...(source === undefined ? {} : { source: source.text }),
      hypothesis: hypothesis.text,
      references: references.map(({ text }) => text),
    })),
  };
}
