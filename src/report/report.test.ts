import { describe, expect, test } from "vitest";
import { expectBalanced } from "../../test/support/balanced-markup.ts";
import type { KeptEvaluation } from "../metrics/index.ts";
import { type Report, type ReportExample, renderReport } from "./index.ts";
import { evaluationEvent, start, updateEvent } from "./sample-run.fixture.ts";

const evaluation: KeptEvaluation = {
  sentences: 5000,
  metrics: {
    exact_match: 12.4,
    sequence_error_rate: 87.6,
    token_error_rate: 41.123,
    bleu: 33.456,
    token_accuracy: 68.1,
    perplexity: 4.2249,
  },
};
const example: ReportExample = {
  source: "It is cold",
  text: "今日 は 寒い",
  references: ["今日 は 寒い"],
  score: -0.4231,
  sourceTokens: ["It", "is", "cold"],
  tokens: ["今日", "は", "寒い"],
  attention: [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ],
};
const report: Report = {
  title: "English → 日本語",
  summary: [
    ["Model", "bi-LSTM 256"],
    ["Seed", "1"],
  ],
  events: [start, updateEvent(1), updateEvent(2), evaluationEvent(1)],
  evaluation,
  examples: [example],
};

describe("renderReport", () => {
  test("is one sound page of all sections", () => {
    const html = renderReport(report);
    expectBalanced(html);
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect([...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title)).toEqual([
      "How it learned",
      "Scores on 5,000 sentences",
      "Examples",
    ]);
    expect(html).toContain("<dt>Model</dt><dd>bi-LSTM 256</dd>");
    expect(html).toContain('<th scope="row">BLEU</th><td class="number">33.46</td>');
    expect(html).toContain('<th scope="row">exact match</th><td class="number">12.40</td>');
    expect(html.match(/<svg class="chart"/g)).toHaveLength(2);
    expect(html.match(/<svg class="heat-map"/g)).toHaveLength(1);
    expect(html).not.toMatch(/NaN|undefined/);
  });

  test("needs no script and no network", () => {
    const html = renderReport(report);
    expect(html).not.toMatch(/<script|<link|<img|https?:|url\(|@import/);
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
  });

  test("Japanese is marked as Japanese, Han characters alone too", () => {
    const html = renderReport({
      ...report,
      examples: [example, { ...example, text: "寒", tokens: ["寒", "寒", "寒"] }],
    });
    expect(html).toContain('<p class="text" lang="ja">今日 は 寒い</p>');
    expect(html).toContain('<p class="text" lang="ja">寒</p>');
    expect(html).toContain('<p class="source">It is cold</p>');
  });

  test("an output is compared with its references", () => {
    const about = (values: Partial<ReportExample>): string =>
      /<p class="about" lang="en">(.*)<\/p>/.exec(
        renderReport({ ...report, examples: [{ ...example, ...values }] }),
      )![1]!;
    expect(about({})).toBe('<span class="right">✓ as the reference</span> · log P −0.42');
    expect(about({ references: [] })).toBe("log P −0.42");
    expect(about({ references: ["cold", "寒いね"] })).toBe(
      'reference: <span>cold</span> or <span lang="ja">寒いね</span> · log P −0.42',
    );
  });

  test("a model without attention says so, once", () => {
    const fixed = { ...example, attention: null };
    const html = renderReport({ ...report, examples: [fixed, fixed] });
    expect(html).not.toContain('heat-map" width');
    expect(html.match(/one fixed vector, so there is no attention to show/g)).toHaveLength(1);
  });

  test("an empty output is named, and has no picture", () => {
    const html = renderReport({ ...report, examples: [{ ...example, text: "", tokens: [], attention: [] }] });
    expect(html).toContain("(empty output)");
    expect(html).not.toContain('<svg class="heat-map"');
  });

  test("whatever texts hold stays text", () => {
    const evil = `"><script>alert('x')</script>`;
    const html = renderReport({
      title: evil,
      summary: [[evil, evil]],
      events: [start],
      examples: [
        { ...example, source: evil, text: evil, references: [evil, "b"], tokens: [evil, evil, evil] },
      ],
    });
    expectBalanced(html);
    expect(html).not.toContain("<script");
  });

  test("sections without anything to say are left out", () => {
    const html = renderReport({ title: "t", summary: [], events: [], examples: [] });
    expectBalanced(html);
    expect(html).not.toMatch(/<h2|<dl|class="lead"/);
  });
});
