import { describe, expect, test } from "vitest";
import { type BandChart, bandChart } from "./band-chart.ts";

const chart: BandChart = {
  title: "A < B",
  lines: [
    {
      label: "one",
      colour: "dev",
      mark: "square",
      points: [
        { x: 0, y: 100, low: 50, high: 100 },
        { x: 2, y: 0, low: 0, high: 50, note: "7 sentences" },
      ],
    },
    { label: "two", colour: "train", mark: "triangle", points: [{ x: 2, y: 1 }] },
  ],
  ticks: [
    { at: 0, label: "1–5" },
    { at: 2, label: "≥ 11" },
  ],
  axis: "length",
  highest: 100,
  labelled: true,
};

describe("bandChart", () => {
  test("places values, their intervals and marks", () => {
    const svg = bandChart(chart);
    expect(svg).toContain('aria-label="A &lt; B"');
    expect(svg).toContain('<polyline class="line dev" points="60,30 448,290"/>');
    expect(svg).toContain('<polygon class="band dev" points="60,30 448,160 448,290 60,160"/>');
    expect(svg).toContain("<title>one, ≥ 11: 0.0 (0.0–50.0), 7 sentences</title>");
    expect(svg).toContain('<rect class="mark" x="55.5" y="25.5" width="9" height="9"/>');
    expect(svg).toContain('<polygon class="mark" points="448,281.9 453.5,291.9 442.5,291.9"/>');
    expect(svg.match(/class="band/g)).toHaveLength(1);
  });

  test("pushes labels apart where lines end at like values", () => {
    const ends = [...bandChart(chart).matchAll(/<text class="end (\w+)" x="479" y="([\d.]+)">/g)];
    expect(ends.map(([, colour, y]) => [colour, Number(y)])).toEqual([
      ["dev", 294],
      ["train", 276],
    ]);
    expect(bandChart({ ...chart, labelled: false })).not.toContain('class="end');
  });

  test("leaves out labels that would touch others", () => {
    const ticks = ["1–5", "6–10", "11–15", "16–20", "21–25", "26–30", "31–35", "36–40"].map((label, at) => ({
      at,
      label,
    }));
    const shown = (labelled: boolean) =>
      [...bandChart({ ...chart, ticks, labelled }).matchAll(/text-anchor="middle">([^<]*)</g)].map(
        ([, label]) => label,
      );
    expect(shown(true)).toEqual(ticks.map(({ label }) => label));
    expect(shown(false)).toEqual(["1–5", "11–15", "21–25", "31–35"]);
  });

  test("holds for one place on the axis, and for zeros alone", () => {
    const points = [{ x: 1, y: 0 }];
    const svg = bandChart({
      ...chart,
      lines: [{ ...chart.lines[0]!, points }],
      others: [points],
      ticks: [{ at: 1, label: "1" }],
      highest: 0,
    });
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg).toContain('<polyline class="other" points="254,290"/>');
  });
});
