import { expect, test } from "vitest";
import { lengthChart } from "./length-chart.ts";

const chart = lengthChart({
  title: "BLEU <all>",
  buckets: [
    { label: "1–5", sentences: 12 },
    { label: "6+", sentences: 3 },
  ],
  series: [
    {
      label: "one",
      colour: "train",
      values: [
        { score: 40, low: 35, high: 45 },
        { score: 20, low: null, high: null },
      ],
    },
    { label: "two", colour: "dev", values: [{ score: 10, low: 5, high: 15 }, null] },
  ],
  axis: "source tokens",
  decimals: 1,
});

test("a point for each score, a whisker for each interval, and what they are in words", () => {
  expect(chart.match(/<circle/g)).toHaveLength(3);
  expect(chart.match(/class="whisker/g)).toHaveLength(2);
  expect(chart).toContain("<title>1–5, n 12: one 40.0 [35.0, 45.0]</title>");
  expect(chart).toContain("<title>6+, n 3: one 20.0</title>");
  expect(chart).toContain('aria-label="BLEU &lt;all&gt;"');
});

test("higher scores stand higher, and whiskers reach from low to high", () => {
  const heights = [...chart.matchAll(/<circle[^>]*cy="([\d.]+)"/g)].map(([, y]) => Number(y));
  expect(heights[0]).toBeLessThan(heights[1]!);
  expect(heights[1]).toBeLessThan(heights[2]!);
  const [, low, high] = /<line class="whisker train"[^>]*y1="([\d.]+)" y2="([\d.]+)"/.exec(chart)!;
  expect(Number(low)).toBeGreaterThan(heights[0]!);
  expect(Number(high)).toBeLessThan(heights[0]!);
});

test("series stand side by side", () => {
  const places = [...chart.matchAll(/<circle[^>]*cx="([\d.]+)"/g)].map(([, x]) => Number(x));
  expect(places[0]).toBeLessThan(places[2]!); // both in the first bucket
  expect(places[2]).toBeLessThan(places[1]!);
});
