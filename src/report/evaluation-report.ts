import { type Assessment, errorDefinitions, type Metric, type OutputError } from "../metrics/index.ts";
import { csvLink } from "./csv-link.ts";
import { escapeMarkup } from "./escape.ts";
import { type EvaluationTexts, evaluationTexts } from "./evaluation-texts.ts";
import { eastAsianLanguage, isEastAsian } from "./language.ts";
import { lengthChart } from "./length-chart.ts";
import { shownName } from "./metric-name.ts";
import { renderPage } from "./page.ts";
import type { ReportLanguage } from "./report-language.ts";

export interface EvaluationReport {
  readonly title: string;
  readonly assessment: Assessment;
  /** The assessment's metrics, in the order in which they are shown. */
  readonly metrics: readonly Metric[];
  /** The metric that found the worst sentences. */
  readonly worstBy: Metric;
  readonly language: ReportLanguage;
}

/** A page that shows how outputs score, overall and by length, and what is wrong with them. */
export function renderEvaluation(report: EvaluationReport): string {
  const { title, assessment, language } = report;
  const texts = evaluationTexts[language];
  const sections = [
    `<header>\n<h1>${escapeMarkup(title)}</h1>\n<p class="lead">${texts.summary(grouped(assessment.sentences), assessment.references)}</p>\n</header>`,
    scoreSection(report, texts),
    lengthSection(report, texts),
    errorSection(assessment, texts),
    worstSection(report, texts),
    `<footer>${texts.footer}</footer>`,
  ];
  return renderPage({ title, language, sections });
}

function scoreSection({ assessment, metrics }: EvaluationReport, texts: EvaluationTexts): string {
  const rows = metrics.map(({ name, definition }) => {
    const interval = assessment.intervals[name];
    const range = interval ? `${interval.low.toFixed(2)} … ${interval.high.toFixed(2)}` : "";
    return (
      `<tr><th scope="row">${shownName(name)}</th><td class="number">${assessment.metrics[name]!.toFixed(2)}</td>` +
      `<td class="range">${range}</td><td class="definition">${escapeMarkup(texts.metrics[name] ?? definition)}` +
      `<br><code>${escapeMarkup(assessment.signatures[name]!)}</code></td></tr>`
    );
  });
  const csv = [
    ["metric", "score", "low", "high", "signature"],
    ...metrics.map(({ name }) => {
      const { low = null, high = null } = assessment.intervals[name] ?? {};
      return [name, assessment.metrics[name]!, low, high, assessment.signatures[name]!];
    }),
  ];
  return section(
    texts.scores,
    `<table>\n<tr><td></td><td class="number head">${texts.score}</td><td class="range head">${texts.interval}</td><td></td></tr>\n${rows.join("\n")}\n</table>`,
    `<p class="note">${texts.intervals}</p>`,
    csvLink("scores.csv", csv),
  );
}

function lengthSection({ assessment, metrics }: EvaluationReport, texts: EvaluationTexts): string {
  if (assessment.byLength === null) return "";
  const { of, buckets } = assessment.byLength;
  const labels = buckets.map(({ from, to, sentences }) => ({
    label: to === null ? `${from}+` : from === to ? `${from}` : `${from}–${to}`,
    sentences,
  }));
  const charts = metrics.map(({ name }) =>
    lengthChart({
      title: texts.metrics[name] ?? shownName(name),
      buckets: labels,
      series: [
        {
          label: shownName(name),
          colour: "train",
          values: buckets.map(({ metrics: scores, intervals }) => ({
            score: scores[name]!,
            low: intervals[name]?.low ?? null,
            high: intervals[name]?.high ?? null,
          })),
        },
      ],
      axis: texts.lengthOf[of],
      decimals: 1,
    }),
  );
  const csv = [
    [
      "from",
      "to",
      "sentences",
      "brevity_ratio",
      ...metrics.flatMap(({ name }) => [name, `${name}_low`, `${name}_high`]),
    ],
    ...buckets.map((bucket) => [
      bucket.from,
      bucket.to,
      bucket.sentences,
      bucket.brevityRatio,
      ...metrics.flatMap(({ name }) => {
        const { low = null, high = null } = bucket.intervals[name] ?? {};
        return [bucket.metrics[name]!, low, high];
      }),
    ]),
  ];
  return section(
    texts.byLength,
    `<p class="note">${texts.byLengthNote}</p>`,
    `<div class="charts">\n${charts.join("\n")}\n</div>`,
    csvLink("by-length.csv", csv),
  );
}

function errorSection({ errors }: Assessment, texts: EvaluationTexts): string {
  const kinds = (Object.keys(errorDefinitions) as OutputError[]).filter((kind) => (errors[kind] ?? 0) > 0);
  const rows = kinds.map((kind) => {
    const share = errors[kind]! / errors.sentences;
    const words = (texts.kinds ?? errorDefinitions)[kind];
    return (
      `<tr><td class="number">${grouped(errors[kind]!)}</td><td class="range">${(100 * share).toFixed(1)} %</td>` +
      `<td class="definition">${escapeMarkup(words)}</td></tr>`
    );
  });
  const ratio = errors.brevityRatio;
  return section(
    texts.errors,
    rows.length === 0 ? `<p>${texts.noErrors}</p>` : `<table>\n${rows.join("\n")}\n</table>`,
    ratio === null ? "" : `<p class="note">${texts.brevityNote(ratio.toFixed(3))}</p>`,
  );
}

function worstSection({ assessment: { worst }, worstBy }: EvaluationReport, texts: EvaluationTexts): string {
  if (worst.length === 0) return "";
  const language = eastAsianLanguage(
    worst.flatMap(({ segment: { hypothesis, references } }) =>
      [hypothesis, ...references].map(({ text }) => text),
    ),
  );
  const line = (name: string, text: string): string =>
    `<p class="${name}"${isEastAsian(text) ? ` lang="${language}"` : ""}>${escapeMarkup(text)}</p>`;
  const cards = worst.map(({ sentence, score, segment: { source, hypothesis, references } }) =>
    [
      '<article class="example">',
      source === undefined ? "" : line("source", source.text),
      hypothesis.text.trim() === ""
        ? `<p class="text note">${texts.empty}</p>`
        : line("text", hypothesis.text),
      ...references.map(({ text }) => line("right", text)),
      `<p class="about">${texts.sentence(grouped(sentence))} · ${shownName(worstBy.name)} ${score.toFixed(1)}</p>`,
      "</article>",
    ].join("\n"),
  );
  return section(
    texts.worst,
    `<p class="note">${texts.worstNote(shownName(worstBy.name))}</p>`,
    `<div class="examples">\n${cards.join("\n")}\n</div>`,
  );
}

function section(heading: string, ...parts: readonly string[]): string {
  return `<section>\n<h2>${heading}</h2>\n${parts.filter((part) => part !== "").join("\n")}\n</section>`;
}

function grouped(value: number): string {
  return value.toLocaleString("en");
}
