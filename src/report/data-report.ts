import { codePointName } from "../data/character-counts.ts";
import type { Overlap } from "../data/overlap.ts";
import type { PairStatistics, SideStatistics } from "../data/pair-statistics.ts";
import { csvLink } from "./csv-link.ts";
import { type DataTexts, dataTexts } from "./data-texts.ts";
import { escapeMarkup } from "./escape.ts";
import { histogramChart } from "./histogram-chart.ts";
import { eastAsianLanguage } from "./language.ts";
import { lengthRange } from "./length-range.ts";
import { renderPage } from "./page.ts";
import type { ReportLanguage } from "./report-language.ts";

export interface DataReport {
  readonly title: string;
  readonly statistics: PairStatistics;
  /** The overlap with other files. */
  readonly overlaps: readonly { readonly file: string; readonly overlap: Overlap }[];
  readonly language: ReportLanguage;
}

type Side = "source" | "target";
const sides: readonly Side[] = ["source", "target"];

/** A page that shows what a corpus of pairs is like. */
export function renderData(report: DataReport): string {
  const { title, statistics, language } = report;
  const texts = dataTexts[language];
  const sections = [
    `<header>\n<h1>${escapeMarkup(title)}</h1>\n<p class="lead">${texts.summary(grouped(statistics.pairs))}</p>\n</header>`,
    lengthSection(statistics, texts),
    sizeSection(statistics, texts),
    pairSection(report, texts),
    characterSection(statistics, texts),
    `<footer>${texts.footer}</footer>`,
  ];
  return renderPage({ title, language, sections });
}

function lengthSection({ lengths, ratio, unevenness }: PairStatistics, texts: DataTexts): string {
  const chart = histogramChart({
    title: texts.lengthChart,
    bars: lengths.map((range) => ({ label: lengthRange(range), values: [range.source, range.target] })),
    series: [
      { label: texts.source, colour: "train" },
      { label: texts.target, colour: "dev" },
    ],
    axis: texts.axis,
  });
  const [least, median, most] = [ratio.least, ratio.median, ratio.most].map((one) => one.toFixed(2));
  return section(
    texts.lengths,
    chart,
    `<p class="note">${texts.lengthNote(least!, median!, most!, unevenness.most99.toFixed(1))}</p>`,
    csvLink("lengths.csv", [
      ["from", "to", "source", "target"],
      ...lengths.map(({ from, to, source, target }) => [from, to, source, target]),
    ]),
  );
}

function sizeSection(statistics: PairStatistics, texts: DataTexts): string {
  const { sizeRows: names } = texts;
  const rows: [string, (side: SideStatistics) => string][] = [
    [names.characters, ({ characters }) => grouped(characters)],
    [names.distinct, ({ distinctCharacters }) => grouped(distinctCharacters)],
    [names.words, ({ words }) => grouped(words)],
    [names.mean, ({ length }) => length.mean.toFixed(1)],
    [names.median, ({ length }) => grouped(length.median)],
    [names.most99, ({ length }) => grouped(length.most99)],
    [names.longest, ({ length }) => grouped(length.longest)],
    [names.tokenizer, ({ tokenizer }) => texts.tokenizers[tokenizer]],
  ];
  const head = `<tr><td></td>${sides.map((side) => `<td class="number head">${texts[side]}</td>`).join("")}</tr>`;
  const body = rows.map(
    ([name, value]) =>
      `<tr><th scope="row">${name}</th>${sides.map((side) => `<td class="number">${value(statistics[side])}</td>`).join("")}</tr>`,
  );
  return section(texts.sizes, `<table>\n${[head, ...body].join("\n")}\n</table>`);
}

function pairSection({ statistics, overlaps }: DataReport, texts: DataTexts): string {
  const { duplicates, severalTargets, identical, invalid } = statistics;
  const { header: _, ...skipped } = statistics.skipped;
  const without = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const rows: [string, number, number][] = [
    [texts.pairRows.skipped, without, statistics.pairs + without],
    [texts.pairRows.duplicates, duplicates, statistics.pairs],
    [texts.pairRows.several, severalTargets, statistics.sources],
    [texts.pairRows.identical, identical, statistics.pairs],
    [texts.pairRows.invalid, invalid, statistics.pairs],
  ];
  const tables = overlaps.map(({ file, overlap }) => {
    const parts = (["source", "target", "pair"] as const).map((part): [string, number, number] => [
      texts.overlapRows[part],
      overlap[part],
      overlap.pairs,
    ]);
    return `<h3>${escapeMarkup(texts.overlap(file, grouped(overlap.pairs)))}</h3>\n${shares(parts)}`;
  });
  return section(texts.pairs, shares(rows), ...tables);
}

/** Counts, each with its share of a whole. */
function shares(rows: readonly (readonly [name: string, count: number, whole: number])[]): string {
  const cells = rows.map(
    ([name, count, whole]) =>
      `<tr><td class="number">${grouped(count)}</td><td class="range">${percent(count, whole)}</td>` +
      `<td class="definition">${name}</td></tr>`,
  );
  return `<table>\n${cells.join("\n")}\n</table>`;
}

function characterSection(statistics: PairStatistics, texts: DataTexts): string {
  const parts = sides.flatMap((side) => {
    const { scripts, commonest, suspicious, characters } = statistics[side];
    const language = eastAsianLanguage(commonest.map(({ character }) => character));
    const named = scripts
      .slice(0, 8)
      .map(({ name, count }) => `${texts.scriptNames[name] ?? name} ${percent(count, characters)}`);
    return [
      `<h3>${texts[side]}</h3>\n<p>${named.join(" · ")}</p>`,
      list(
        commonest.map(({ character, count }) => [escapeMarkup(character), count]),
        ` lang="${language}"`,
      ),
      suspicious.length === 0
        ? ""
        : `<p class="note">${texts.suspicious}</p>\n` +
          list(
            suspicious
              .slice(0, 20)
              .map(({ codePoint, suspicion, count }) => [
                `${codePointName(codePoint)} ${texts.suspicions[suspicion]}`,
                count,
              ]),
          ),
    ];
  });
  return section(`${texts.scripts} · ${texts.commonest}`, ...parts);
}

function list(items: readonly (readonly [text: string, count: number])[], attributes = ""): string {
  const parts = items.map(([text, count]) => `<li>${text} <span class="count">${grouped(count)}</span></li>`);
  return `<ul class="characters"${attributes}>${parts.join("")}</ul>`;
}

function section(heading: string, ...parts: readonly string[]): string {
  return `<section>\n<h2>${heading}</h2>\n${parts.filter((part) => part !== "").join("\n")}\n</section>`;
}

function percent(count: number, whole: number): string {
  return whole === 0 ? "" : `${((100 * count) / whole).toFixed(1)} %`;
}

function grouped(value: number): string {
  return value.toLocaleString("en");
}
