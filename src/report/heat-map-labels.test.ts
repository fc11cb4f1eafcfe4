import { describe, expect, it } from "vitest";
import { launchChromium, withoutChromium } from "../../test/support/chromium.ts";
import { wideAlignments } from "../../test/support/wide-alignments.ts";
import { scrollingHeatMap } from "./attention-heat-map.ts";
import { attentionLabels } from "./attention-labels.ts";
import { heatMapLayout, labelFont, labelWidth } from "./heat-map-layout.ts";
import { renderPage } from "./page.ts";

describe("labels of a heat map, by its own numbers", () => {
  it.each(wideAlignments)("have a line or their width each: $name", ({ alignment }) => {
    const { columns, rows } = attentionLabels(alignment);
    const { setting, cell, rowHeight } = heatMapLayout(columns, rows);
    const widest = Math.max(...columns.map(labelWidth));
    const needed = { level: widest, slanted: Math.SQRT2 * labelFont.token, upright: labelFont.token };
    expect(cell).toBeGreaterThan(needed[setting]);
    expect(rowHeight).toBeGreaterThan(labelFont.token);
  });

  it("keep no more room than they need", () => {
    const words = (n: number, word = "weather") => Array.from({ length: n }, () => word);
    const { setting, width } = heatMapLayout(words(40), words(40));
    expect([setting, width]).toEqual(["upright", expect.closeTo(40 * 14 + 80, -2)]);
    expect(heatMapLayout(words(12), words(9))).toMatchObject({ setting: "slanted", cell: 24 });
    expect(heatMapLayout(words(100, "寒"), words(9))).toMatchObject({ setting: "upright", cell: 14 });
    expect(heatMapLayout(words(100, "寒い"), words(9))).toMatchObject({ setting: "upright", cell: 18 });
  });

  it("are fewer and larger on paper where the map is made small", () => {
    const words = (n: number) => Array.from({ length: n }, () => "weather");
    const paper = (columns: number, rows: number) => heatMapLayout(words(columns), words(rows)).paper;
    expect(paper(40, 20)).toEqual({ every: 1, room: 0 });
    expect(paper(100, 20).every).toBe(2);
    expect(paper(200, 20).every).toBe(3);
    expect(paper(5, 100).every).toBe(2);
  });
});

/** Pairs of labels of a map that overlap, each label being the box of its letters: as wide as they are, an em high. */
const overlaps = `(() => {
  const labels = [...document.querySelectorAll(".heat-map .token")].filter((label) => label.checkVisibility());
  const boxes = labels.map((label) => {
    const box = label.getBBox();
    const { fontSize, writingMode } = getComputedStyle(label);
    const em = Math.min(parseFloat(fontSize), box.width, box.height);
    const isColumn = writingMode.startsWith("vertical");
    const x = isColumn ? (box.width - em) / 2 : 0;
    const y = isColumn ? 0 : (box.height - em) / 2;
    const at = (x, y) => new DOMPoint(x, y).matrixTransform(label.getScreenCTM());
    const [left, top, right, bottom] = [box.x + x, box.y + y, box.x + box.width - x, box.y + box.height - y];
    return [at(left, top), at(right, top), at(right, bottom), at(left, bottom)];
  });
  const isApart = (one, other) => one.some((point, i) => {
    const next = one[(i + 1) % 4];
    const along = ({ x, y }) => (next.y - point.y) * x - (next.x - point.x) * y;
    const [a, b] = [one.map(along), other.map(along)];
    return Math.max(...a) <= Math.min(...b) + 0.05 || Math.max(...b) <= Math.min(...a) + 0.05;
  });
  const found = [];
  boxes.forEach((one, i) => boxes.slice(0, i).forEach((other, j) => {
    if (!isApart(one, other) && !isApart(other, one)) found.push(labels[j].textContent + " / " + labels[i].textContent);
  }));
  return { shown: labels.length, found };
})()`;

describe.skipIf(withoutChromium !== "")(`labels of a heat map in a page${withoutChromium}`, () => {
  it("do not overlap: on a phone, on a wide screen, on paper", { timeout: 120_000 }, async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      for (const { name, alignment } of wideAlignments) {
        const sections = [scrollingHeatMap(alignment)];
        await page.emulateMedia({ media: "screen" });
        await page.setContent(renderPage({ title: name, language: "en", sections }));
        const all = alignment.attention.length + alignment.attention[0]!.length;
        for (const width of [360, 1280]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await page.evaluate(overlaps), `${name}, ${width}`).toEqual({ shown: all, found: [] });
        }
        const size = await page.evaluate(
          "document.querySelector('.heat-map .token').getBoundingClientRect().height",
        );
        expect(size, name).toBeGreaterThanOrEqual(labelFont.token);
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 690, height: 900 });
        expect(await page.evaluate(overlaps), `${name}, paper`).toMatchObject({ found: [] });
        const beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
        expect(await page.evaluate(beyond), `${name}, wider than paper`).toBeLessThanOrEqual(0);
      }
    } finally {
      await browser.close();
    }
  });
});
