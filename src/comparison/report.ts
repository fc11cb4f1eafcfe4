import { scrollingHeatMap } from "../report/attention-heat-map.ts";
import type { Alignment } from "../report/attention-labels.ts";
import { escapeMarkup } from "../report/escape.ts";
import type { ReportExample } from "../report/example-card.ts";
import { eastAsianLanguage, isEastAsian } from "../report/language.ts";
import { shownName } from "../report/metric-name.ts";
import { renderPage } from "../report/page.ts";
import type { ReportLanguage } from "../report/report-language.ts";
import { bestOfKinds, chartTitle, curveCharts, lengthCharts } from "./charts.ts";
import type { ComparisonResult, RunTime } from "./comparison-result.ts";
import { armTable, csvLinks, lengthTable } from "./tables.ts";
import { comparisonTexts } from "./texts.ts";
import { verdictSentences } from "./verdict-sentences.ts";

/** One test sentence and what each arm makes of it. */
export interface ComparedSentence {
  readonly source: string;
  readonly sourceTokens: readonly string[];
  readonly references: readonly string[];
  readonly outputs: readonly ArmOutput[];
}

interface ArmOutput extends Pick<ReportExample, "text" | "tokens" | "sourceTokens" | "attention"> {
  /** The arm's label. */
  readonly arm: Readonly<Record<ReportLanguage, string>>;
}

export interface ComparisonReport {
  readonly result: ComparisonResult;
  readonly times: readonly RunTime[];
  readonly sentences: readonly ComparedSentence[];
  readonly language: ReportLanguage;
}

/**
 * One HTML file that shows a comparison: what the data show, scores by source length, the arms, how they learned, and
 * the same sentences translated by all of them. It needs no script and nothing from the network.
 */
export function renderComparison({ result, times, sentences, language }: ComparisonReport): string {
  const texts = comparisonTexts[language];
  const title = texts.title(result.name);
  const { arms, beam, seeds, data, parameters, metric } = result;
  const charts = lengthCharts(arms, bestOfKinds(result), chartTitle(result, language), language);
  const updates = (arms[0]?.runs[0]?.updates ?? 0).toLocaleString(language);
  const paragraph = (text: string, name = ""): string =>
    `<p${name === "" ? "" : ` class="${name}"`}>${escapeMarkup(text)}</p>`;
  const section = (heading: string, ...content: string[]): string =>
    `<section>\n<h2>${escapeMarkup(heading)}</h2>\n${content.join("\n")}\n</section>`;
  const grid = (content: readonly string[]): string =>
    `<div class="small-charts">\n${content.join("\n")}\n</div>`;
  const definition = `${shownName(metric.name)}: ${metric.definition}. ${metric.signature}`;
  return renderPage({
    title,
    language,
    sections: [
      `<header>\n<h1>${escapeMarkup(title)}</h1>\n</header>`,
      section(texts.verdict, ...verdictSentences(result, language).map((text) => paragraph(text))),
      section(
        texts.byLength,
        paragraph(texts.bands, "note"),
        charts.best,
        grid(charts.each),
        lengthTable(result, language),
      ),
      section(
        texts.arms,
        paragraph(texts.equal(parameters.toLocaleString(language), updates), "note"),
        armTable(result, times, language),
        `<p class="note" lang="en">${escapeMarkup(definition)}</p>`,
      ),
      section(
        texts.learning,
        paragraph(texts.onDev(shownName(result.chosenBy)), "note"),
        grid(curveCharts(result, language)),
      ),
      sentences.length === 0
        ? ""
        : section(
            texts.same,
            paragraph(texts.maps, "note"),
            ...sentences.map((one) => sentenceSection(one, language)),
          ),
      section(texts.downloads, `<p class="downloads">\n${csvLinks(result)}\n</p>`),
      `<footer>${escapeMarkup(
        `${texts.footer(seeds.join(", "), String(beam))} ${data.pairs.toLocaleString(language)} + ` +
          `${data.dev.toLocaleString(language)} + ${data.sentences.toLocaleString(language)} (${data.fingerprint}).`,
      )}</footer>`,
    ],
  });
}

function sentenceSection(
  { source, references, outputs }: ComparedSentence,
  language: ReportLanguage,
): string {
  const all = [source, ...references, ...outputs.map(({ text }) => text)];
  const eastAsian = eastAsianLanguage(all);
  const spoken = (text: string): string => (isEastAsian(text) ? ` lang="${eastAsian}"` : "");
  const { reference } = comparisonTexts[language];
  const right = references.map((text) => `<span${spoken(text)}>${escapeMarkup(text)}</span>`).join(" · ");
  const cards = outputs.map(({ arm, text, tokens, sourceTokens, attention }) => {
    const isRight = references.includes(text);
    const map =
      attention === null || attention.length === 0
        ? ""
        : scrollingHeatMap(firstRows({ sourceTokens, tokens, attention }), language);
    return [
      `<article class="example${sourceTokens.length >= 16 ? " wide" : ""}">`,
      `<p class="about">${escapeMarkup(arm[language])}${isRight ? ' <span class="right">✓</span>' : ""}</p>`,
      `<p class="text"${spoken(text)}>${escapeMarkup(firstOf(text))}</p>`,
      map,
      "</article>",
    ].join("\n");
  });
  return [
    `<h3${spoken(source)}>${escapeMarkup(source)}</h3>`,
    `<p class="note">${escapeMarkup(reference)}: ${right}</p>`,
    `<div class="examples">\n${cards.join("\n")}\n</div>`,
  ].join("\n");
}

/** An arm that has not learnt to end its outputs would fill the page. */
const most = { characters: 240, rows: 40 };

function firstOf(text: string): string {
  const characters = [...text];
  return characters.length <= most.characters ? text : `${characters.slice(0, most.characters).join("")} …`;
}

function firstRows({ sourceTokens, tokens, attention }: Alignment): Alignment {
  if (attention.length <= most.rows) return { sourceTokens, tokens, attention };
  return { sourceTokens, tokens: tokens.slice(0, most.rows), attention: attention.slice(0, most.rows) };
}
