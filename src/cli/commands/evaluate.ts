import { basename, resolve } from "node:path";
import { writeFileAtomically } from "../../data/write-file.ts";
import { ConfigError } from "../../errors.ts";
import {
  type Assessment,
  createAssessor,
  evaluationMetrics,
  type Metric,
  type MetricSettings,
  metricsNamed,
  type Segment,
} from "../../metrics/index.ts";
import { oneOf } from "../../metrics/one-of.ts";
import { renderEvaluation, reportLanguages } from "../../report/index.ts";
import { formatAssessment } from "../assessment-text.ts";
import { type SearchFlags, searchOptions } from "../flags/search-flags.ts";
import { wholeNumber } from "../flags/whole-number.ts";
import {
  type AnswerFlags,
  fileOutputs,
  type ModelOnPairs,
  modelOutputs,
  openModelOnPairs,
} from "../outputs.ts";
import { print, type Terminal } from "../terminal.ts";
import { type AttentionQuality, formatAttention, measureAttention } from "./evaluate-attention.ts";
import { compare } from "./evaluate-compare.ts";

export interface EvaluateFlags extends SearchFlags, AnswerFlags {
  readonly hypotheses?: string;
  readonly compare?: readonly string[];
  readonly metric?: string;
  readonly tokenize?: string;
  readonly smooth?: string;
  readonly lowercase?: boolean;
  readonly byLength?: boolean | string;
  readonly worst?: string;
  readonly bootstrap?: string;
  readonly attention?: boolean | string;
  readonly html?: string;
  readonly language?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `henkan evaluate`: a model's outputs, or those in a file, by any metric; or which of two systems is better. */
export async function evaluate(
  folder: string | undefined,
  flags: EvaluateFlags,
  terminal: Terminal,
): Promise<number> {
  const { hypotheses, compare: systems, json = false, quiet = false } = flags;
  const search = searchOptions(flags);
  const resamples = wholeNumber("--bootstrap", flags.bootstrap);
  const language = oneOf("--language", flags.language ?? "en", reportLanguages);
  if ([folder, hypotheses, systems].filter((one) => one !== undefined).length !== 1) {
    throw new ConfigError(
      "nothing to score, or more than one thing: give a model folder, --hypotheses FILE, or --compare A B",
    );
  }
  if (systems !== undefined) {
    const metrics = chooseMetrics(flags, "file");
    return compare(systems, metrics, { answers: flags, search, resamples, json, quiet, terminal });
  }
  const kind = folder === undefined ? "file" : "model";
  const metrics = chooseMetrics(flags, kind);
  const worstBy = sentenceMetric(metrics, kind, flags);
  const shown = flags.html === undefined ? 0 : 12;
  const assessor = createAssessor({
    metrics,
    resamples,
    byLength: lengthBounds(flags.byLength ?? flags.html !== undefined),
    worst: { metric: worstBy, most: wholeNumber("--worst", flags.worst) ?? shown },
  });
  const io = { terminal, quiet };
  if (flags.attention !== undefined && folder === undefined) {
    throw new ConfigError("--attention: a file of outputs has none: give a model folder and --pairs FILE");
  }
  const opened = folder === undefined ? null : await openModelOnPairs(folder, flags, io);
  const attention = opened && (await measureIfAsked(opened, flags));
  const outputs: Iterable<Segment> | AsyncIterable<Segment> =
    opened === null ? fileOutputs(hypotheses!, flags, io) : await modelOutputs(opened, search, io);
  for await (const segment of outputs) assessor.add(segment);
  const assessment = assessor.assessment();
  await print(
    terminal,
    json
      ? `${JSON.stringify({ ...toJson(assessment), ...(attention && { attention }) })}\n`
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

async function measureIfAsked(
  opened: ModelOnPairs,
  { attention: gold }: EvaluateFlags,
): Promise<AttentionQuality | null> {
  return gold === undefined ? null : measureAttention(opened, typeof gold === "string" ? gold : undefined);
}

const textMetrics = "bleu,chrf,ter";

/** A model's own tokens are what its BLEU counts unless told otherwise, text is cut and smoothed as sacreBLEU does it. */
function chooseMetrics(flags: EvaluateFlags, of: "model" | "file"): Metric[] {
  const { metric, tokenize, smooth } = flags;
  if (of === "model" && metric === undefined && tokenize === undefined && smooth === undefined) {
    return Object.values(evaluationMetrics);
  }
  const named = (metric ?? (of === "model" ? Object.keys(evaluationMetrics).join() : textMetrics)).split(",");
  return metricsNamed(
    named.map((name) => name.trim()),
    metricSettings(flags, of),
  );
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
 * The metric by which sentences are ranked: the first that tells more of one than right or wrong. BLEU of a sentence wants
 * smoothing, and orders that there are.
 */
function sentenceMetric(metrics: readonly Metric[], of: "model" | "file", flags: EvaluateFlags): Metric {
  const metric = metrics.find(({ share }) => share === undefined) ?? metrics[0]!;
  if (metric.name !== "bleu") return metric;
  const settings = { ...metricSettings(flags, of), smooth: "exp", effectiveOrder: true };
  return metricsNamed(["bleu"], settings)[0]!;
}

/** @throws {ConfigError} for what are no numbers */
function lengthBounds(text: string | boolean | undefined): boolean | readonly number[] {
  if (typeof text !== "string") return text ?? false;
  return text.split(",").map((bound) => wholeNumber("--by-length", bound.trim())!);
}

/** Sentences as texts. */
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
