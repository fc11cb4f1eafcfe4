import { describe, expect, test } from "vitest";
import { expectBalanced } from "../../test/support/balanced-markup.ts";
import { type ComparedSentence, type ComparisonReport, renderComparison } from "./report.ts";
import { sampleComparison, sampleTimes } from "./sample.fixture.ts";

const sentence: ComparedSentence = {
  source: "a & b",
  sourceTokens: ["a", "b"],
  references: ["猫"],
  outputs: sampleComparison.arms.map(({ label, family }) => ({
    arm: label,
    text: family === "fixed" ? "<unk>" : "猫",
    tokens: ["猫"],
    sourceTokens: ["a", "b"],
    attention:
      family === "fixed"
        ? null
        : [
            [0.25, 0.75, 0],
            [0, 0, 1],
          ],
  })),
};
const report: ComparisonReport = {
  result: sampleComparison,
  times: sampleTimes,
  sentences: [sentence],
  language: "en",
};

describe("renderComparison", () => {
  test.each(["en", "ja"] as const)("is one sound page of all sections, in %s", (language) => {
    const html = renderComparison({ ...report, language });
    expectBalanced(html);
    expect(html.startsWith(`<!doctype html>\n<html lang="${language}">`)).toBe(true);
    expect(html.match(/<svg class="chart"/g)).toHaveLength(1 + 3 + 3);
    expect(html.match(/<svg class="heat-map"/g)).toHaveLength(2);
    expect(html.match(/<table class="arms">/g)).toHaveLength(2);
    expect(html).not.toMatch(/NaN|undefined|null/);
  });

  test("says things in the language that is asked for", () => {
    const headings = (language: "en" | "ja") =>
      [...renderComparison({ ...report, language }).matchAll(/<h[12]>(.*?)<\/h[12]>/g)].map(
        ([, text]) => text,
      );
    expect(headings("en")).toEqual([
      "Fixed vector and attention: reverse",
      "What the data show",
      "Score against source length",
      "The arms",
      "How they learned",
      "The same sentences",
      "The numbers",
    ]);
    expect(headings("ja")).toEqual([
      "固定ベクトルとアテンションの比較：reverse",
      "データが示すこと",
      "入力の長さとスコア",
      "比較した条件",
      "学習曲線",
      "同じ文での比較",
      "数値のダウンロード",
    ]);
    const japanese = renderComparison({ ...report, language: "ja" });
    expect(japanese).toContain('<td class="number">1分23秒</td></tr>');
    expect(japanese).toContain(">1（重み）</text>");
  });

  test("gives each arm its sizes, scores with intervals, and time", () => {
    const html = renderComparison(report);
    expect(html).toContain(
      '<tr><th scope="row">fixed &lt;arm&gt;</th><td class="number">128, 126</td><td class="number">290,358</td>' +
        '<td class="number">−0.12 %</td><td class="number">2,000</td><td class="number">51.0</td>' +
        '<td class="number">50.0<span class="between">48.0–52.0</span></td><td class="number">0.988</td>' +
        '<td class="number">1 min 23 s</td></tr>',
    );
    expect(html).not.toContain("s.d. of seeds");
    const arms = sampleComparison.arms.map((arm) => ({ ...arm, deviation: 1.234 }));
    const seeds = renderComparison({ ...report, result: { ...sampleComparison, arms, seeds: [1, 2] } });
    expect(seeds).toContain('<td class="number">1.23</td><td class="number">1 min 23 s</td></tr>');
    expect(html).toContain(
      '<th class="number" scope="col">≥ 11<span class="between">40 sentences</span></th>',
    );
    expect(html).toContain("exact match on dev after each epoch");
  });

  test("draws each arm's scores with their band, beside the others", () => {
    const html = renderComparison(report);
    // The best of each kind and the control, then each arm.
    expect(html.match(/<polygon class="band /g)).toHaveLength(3 + 3);
    expect(html.match(/<polyline class="other"/g)).toHaveLength(3 * 2 + 3 * 2);
    expect(html).toContain("<title>dot &lt;arm&gt;, ≥ 11: 88.0 (85.0–91.0), 40 sentences</title>");
  });

  test("needs no script and no network, and has the numbers to save", () => {
    const html = renderComparison(report);
    expect(html).not.toMatch(/<script|<link|<img|https?:|url\(|@import/);
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
    const files = [
      ...html.matchAll(/<a class="csv" download="(.*?)" href="data:text\/csv;charset=utf-8,(.*?)">/g),
    ].map(([, name, content]) => [name, decodeURIComponent(content!).slice(1).split("\r\n")] as const);
    expect(files.map(([name]) => name)).toEqual(["scores-by-length.csv", "runs.csv", "learning-curves.csv"]);
    const [byLength, runs, curves] = files.map(([, lines]) => lines);
    expect(byLength!.slice(0, 4)).toEqual([
      "arm,from,to,sentences,score,low,high,brevity_ratio",
      "fixed,1,5,120,50,47,53,0.9",
      "fixed,6,10,90,30,27,33,0.9",
      "fixed,11,,40,10,7,13,0.9",
    ]);
    expect(runs!.slice(0, 2)).toEqual([
      "arm,seed,parameters,residual_percent,updates,best_epoch,exact_match,bleu",
      "fixed,1,290358,-0.1234,2000,2,12.5,50",
    ]);
    expect(curves![1]).toBe("fixed,1,1,1000,2,1,49");
  });

  test("shows the beginning of an output that does not end", () => {
    const tokens = Array.from({ length: 300 }, () => "a");
    const endless = {
      ...sentence.outputs[2]!,
      text: tokens.join(""),
      tokens,
      attention: tokens.map(() => [0.5, 0.5, 0]),
    };
    const html = renderComparison({ ...report, sentences: [{ ...sentence, outputs: [endless] }] });
    expect(html).toContain(`<p class="text">${"a".repeat(240)} …</p>`);
    expect(html.match(/<rect class="weight" [^>]*fill-opacity="0.5"\/><\/g>/g)).toHaveLength(40 * 2);
  });

  test("marks right outputs and the language of texts", () => {
    const html = renderComparison(report);
    expect(html.match(/<span class="right">✓<\/span>/g)).toHaveLength(2);
    expect(html).toContain('<p class="text" lang="zh">猫</p>');
    expect(html).toContain("<h3>a &amp; b</h3>");
  });
});
