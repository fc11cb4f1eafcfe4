import { evaluationMetricNames, evaluationMetrics, type KeptEvaluation } from "../metrics/index.ts";
import type { TrainingEvent } from "../training/events.ts";
import { escapeMarkup } from "./escape.ts";
import { exampleCard, type ReportExample } from "./example-card.ts";
import { eastAsianLanguage, isEastAsian } from "./language.ts";
import { learningCurves } from "./learning-curves.ts";
import { shownName } from "./metric-name.ts";
import { renderPage } from "./page.ts";
import { runStory } from "./run-story.ts";

export interface Report {
  readonly title: string;
  /** Facts in a few words each: [label, value]. */
  readonly summary: readonly (readonly [label: string, value: string])[];
  /** The run's events from its start: the lines of `metrics.jsonl`. */
  readonly events: readonly TrainingEvent[];
  /** Scores on pairs that were not trained on. */
  readonly evaluation?: KeptEvaluation;
  readonly examples: readonly ReportExample[];
}

/** A page that shows a model: how it learned, how it scores, and examples with their attention. */
export function renderReport({ title, summary, events, evaluation, examples }: Report): string {
  const sections = [
    header(title, summary, events),
    learningSection(events),
    evaluation === undefined ? "" : evaluationSection(evaluation),
    examplesSection(examples),
    "<footer>Made by henkan. The sequence error rate is the share of outputs that equal no reference; the token error rate counts the edits to the nearest one.</footer>",
  ];
  return renderPage({ title, language: "en", sections });
}

function header(title: string, summary: Report["summary"], events: Report["events"]): string {
  const story = runStory(events);
  const facts = summary.map(
    ([label, value]) => `<div><dt>${escapeMarkup(label)}</dt><dd>${escapeMarkup(value)}</dd></div>`,
  );
  return [
    `<header>\n<h1>${escapeMarkup(title)}</h1>`,
    story === "" ? "" : `<p class="lead">${escapeMarkup(story)}</p>`,
    facts.length === 0 ? "" : `<dl class="summary">\n${facts.join("\n")}\n</dl>`,
    "</header>",
  ].join("\n");
}

function learningSection(events: Report["events"]): string {
  const charts = learningCurves(events);
  if (charts.length === 0) return "";
  return `<section>\n<h2>How it learned</h2>\n<div class="charts">\n${charts.join("\n")}\n</div>\n</section>`;
}

function evaluationSection({ sentences, metrics }: KeptEvaluation): string {
  const kept = evaluationMetricNames.filter((name) => metrics[name] !== undefined);
  const rows = kept.map(
    (name) =>
      `<tr><th scope="row">${shownName(name)}</th><td class="number">${metrics[name]!.toFixed(2)}</td>` +
      `<td class="definition">${escapeMarkup(evaluationMetrics[name].definition)}</td></tr>`,
  );
  return `<section>\n<h2>Scores on ${sentences.toLocaleString("en")} sentences</h2>\n<table>\n${rows.join("\n")}\n</table>\n</section>`;
}

function examplesSection(examples: Report["examples"]): string {
  if (examples.length === 0) return "";
  const language = eastAsianLanguage(
    examples.flatMap(({ source, text, references = [] }) => [source, text, ...references]),
  );
  const languageOf = (text: string): string => (isEastAsian(text) ? ` lang="${language}"` : "");
  const caption = examples.some(({ attention }) => attention !== null)
    ? "Each row of a picture shows where the model looked while it wrote one token: the stronger the colour, the more " +
      "weight the source token above had. A row adds up to 1."
    : "This model reads the source into one fixed vector, so there is no attention to show.";
  const cards = examples.map((example) => exampleCard(example, languageOf));
  return `<section>\n<h2>Examples</h2>\n<p class="note">${caption}</p>\n<div class="examples">\n${cards.join("\n")}\n</div>\n</section>`;
}
