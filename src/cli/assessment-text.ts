import {
  type Assessment,
  errorDefinitions,
  type LengthScores,
  type Metric,
  type OutputError,
} from "../metrics/index.ts";
import { counted, formatTable, grouped } from "./table.ts";

type Interval = Assessment["intervals"][string];

/** Formats an assessment for the terminal: scores, signatures, errors, scores by length, the worst sentences. */
export function formatAssessment(assessment: Assessment, metrics: readonly Metric[]): string {
  const { sentences, references, byLength, worst } = assessment;
  const answers = references === "var" ? "one or more references each" : counted(references, "reference");
  return [
    `${counted(sentences, "sentence")}, ${answers}${references === "var" ? "" : " each"}\n${scoreTable(assessment, metrics)}`,
    formatTable(
      metrics.map(({ name }) => [name, assessment.signatures[name]!]),
      "ll",
    ),
    errorTable(assessment),
    byLength === null ? "" : lengthTable(byLength, metrics),
    worst.length === 0 ? "" : worstList(assessment),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** "35.92 … 39.11"; empty if there is no interval. */
export function formatInterval(interval: Interval | undefined): string {
  return interval ? `${interval.low.toFixed(2)} … ${interval.high.toFixed(2)}` : "";
}

function scoreTable({ metrics: scores, intervals }: Assessment, metrics: readonly Metric[]): string {
  const heading = Object.values(intervals).some((interval) => interval !== null)
    ? [["metric", "score", "95 % interval", ""]]
    : [];
  const rows = metrics.map(({ name, definition }) => [
    name,
    scores[name]!.toFixed(2),
    formatInterval(intervals[name]),
    definition,
  ]);
  return formatTable([...heading, ...rows], "lrrl");
}

/** A row for each kind of error that occurs. */
function errorTable({ errors }: Assessment): string {
  const kinds = (Object.keys(errorDefinitions) as OutputError[]).filter((kind) => (errors[kind] ?? 0) > 0);
  const rows = kinds.map((kind) => [
    grouped(errors[kind]!),
    `${((100 * errors[kind]!) / errors.sentences).toFixed(1)} %`,
    errorDefinitions[kind],
  ]);
  const ratio = errors.brevityRatio;
  if (ratio !== null) rows.push([ratio.toFixed(3), "", "output tokens for each reference token"]);
  return formatTable(rows, "rrl");
}

function lengthTable({ of, buckets }: LengthScores, metrics: readonly Metric[]): string {
  const heading = [`${of} tokens`, "sentences", "brevity", ...metrics.flatMap(({ name }) => [name, "95 %"])];
  const rows = buckets.map((bucket) => [
    bucket.to === null ? `${bucket.from} …` : `${bucket.from} … ${bucket.to}`,
    grouped(bucket.sentences),
    bucket.brevityRatio?.toFixed(3) ?? "",
    ...metrics.flatMap(({ name }) => [
      bucket.metrics[name]!.toFixed(2),
      formatInterval(bucket.intervals[name]),
    ]),
  ]);
  return formatTable([heading, ...rows], `lrr${"rr".repeat(metrics.length)}`);
}

function worstList({ worst }: Assessment): string {
  return worst
    .map(({ sentence, score, segment: { source, hypothesis, references } }) => {
      const rows = [
        ...(source === undefined ? [] : [["source", source.text]]),
        ["output", hypothesis.text],
        ...references.map(({ text }) => ["reference", text]),
      ];
      return `sentence ${grouped(sentence)}, score ${score.toFixed(2)}\n${formatTable(rows, "ll")}`;
    })
    .join("\n");
}
