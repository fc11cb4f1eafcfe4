import { describe, expect, test } from "vitest";
import { expectBalanced } from "../../test/support/balanced-markup.ts";
import { PairCounter } from "../data/pair-statistics.ts";
import { renderData } from "./data-report.ts";
import { histogramChart } from "./histogram-chart.ts";
import { type ReportLanguage, reportLanguages } from "./report-language.ts";

function report(language: ReportLanguage): string {
  const counter = new PairCounter();
  counter.add({ source: "<b> & cold", target: "寒い" });
  counter.add({ source: "cold\u200b", target: "寒い\u0000" });
  counter.add("blank");
  const overlaps = [{ file: "test & dev.tsv", overlap: { pairs: 4, source: 1, target: 0, pair: 0 } }];
  return renderData({ title: "a < b", statistics: counter.statistics(), overlaps, language });
}

describe.each(reportLanguages)("the report on data in %s", (language) => {
  const html = report(language);

  test("shows lengths, sizes, overlap and characters, and is well-formed", () => {
    expectBalanced(html);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain("<h1>a &lt; b</h1>");
    expect(html.match(/<svg class="chart"/g)).toHaveLength(1);
    expect(html).toContain("test &amp; dev.tsv");
    expect(html).toContain("25.0 %");
    expect(html).toContain("U+200B");
    expect(html).toContain('<ul class="characters" lang="ja">');
  });

  test("asks for nothing from the network, and runs no script", () => {
    expect(html).not.toMatch(/<script|https?:|src=/);
  });
});

test("each language has its own words", () => {
  expect(report("en")).toContain("<h2>Lengths</h2>");
  expect(report("ja")).toContain("<h2>長さ</h2>");
  expect(report("ja")).not.toContain("pairs with");
});

test("bars of a histogram are as high as their counts", () => {
  const svg = histogramChart({
    title: "a & b",
    bars: [
      { label: "1–5", values: [4, 1] },
      { label: "≥ 6", values: [0, 2] },
    ],
    series: [
      { label: "one", colour: "train" },
      { label: "two", colour: "dev" },
    ],
    axis: "characters",
  });
  const heights = [
    ...svg.matchAll(/<rect class="bar[ a-z]*" x="[\d.]+" y="[\d.]+" width="[\d.]+" height="([\d.]+)"/g),
  ];
  expect(heights.slice(2).map(([, height]) => Number(height))).toEqual([218, 54.5, 0, 109]);
  expect(svg).toContain("<title>1–5, two: 1</title>");
  expect(svg).toContain('aria-label="a &amp; b"');
});
