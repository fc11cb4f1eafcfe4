import { describe, expect, test } from "vitest";
import { createAssessor, metricsNamed, sentenceOf } from "../metrics/index.ts";
import { renderEvaluation } from "./evaluation-report.ts";
import { type ReportLanguage, reportLanguages } from "./report-language.ts";

const metrics = metricsNamed(["bleu", "exact_match"], { tokenize: "none" });
const outputs = [
  ["it is cold today", "今日 は 寒い", "今日 は 寒い"],
  ["<b>", "", "肉 が <好き>"],
  ["a a a a a a a", "ねこ ねこ", "ねこ"],
];

function report(language: ReportLanguage, byLength = true): string {
  const assessor = createAssessor({ metrics, byLength, worst: { metric: metrics[0]!, most: 2 } });
  for (const [source, hypothesis, reference] of outputs) {
    assessor.add({
      source: sentenceOf(source!),
      hypothesis: sentenceOf(hypothesis!),
      references: [sentenceOf(reference!)],
    });
  }
  const assessment = assessor.assessment();
  return renderEvaluation({ title: "out & in", assessment, metrics, worstBy: metrics[0]!, language });
}

describe.each(reportLanguages)("the report in %s", (language) => {
  const html = report(language);

  test("shows scores with intervals and signatures, charts by length, errors and the worst sentences", () => {
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain("<h1>out &amp; in</h1>");
    expect(html).toMatch(/33\.33<\/td><td class="range">0\.84 … 90\.57</);
    expect(html).toContain("nrefs:1|case:mixed|eff:no|tok:none|smooth:exp|version:henkan-");
    expect(html.match(/<svg class="chart"/g)).toHaveLength(2);
    expect(html.match(/<article/g)).toHaveLength(2);
    expect(html).toContain('<p class="source">&lt;b&gt;</p>');
    expect(html).toContain('<p class="right" lang="ja">肉 が &lt;好き&gt;</p>');
  });

  test("asks for nothing from the network, and runs no script", () => {
    expect(html).not.toMatch(/<script|https?:|src=/);
    expect(html.match(/href="/g)).toHaveLength(2);
    expect(html.match(/href="data:text\/csv/g)).toHaveLength(2);
  });
});

test("each language has its own words", () => {
  expect(report("ja")).toContain("<h2>長さ別のスコア</h2>");
  expect(report("en")).toContain("<h2>By length</h2>");
  expect(report("ja")).not.toContain("outputs without a token");
});

test("without lengths there is no chart", () => {
  expect(report("en", false)).not.toContain("<svg");
});
