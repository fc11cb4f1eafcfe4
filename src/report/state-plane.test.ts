import { describe, expect, it } from "vitest";
import { expectBalanced } from "../../test/support/balanced-markup.ts";
import { statePlane } from "./state-plane.ts";

const way = (
  points: readonly (readonly [number, number, string])[],
  name = "original",
  colour = "train",
) => ({
  name,
  colour,
  points: points.map(([x, y, label]) => ({ x, y, label })),
});

const places = (svg: string) =>
  [...svg.matchAll(/<circle class="dot[^"]*" cx="([\d.]+)" cy="([\d.]+)" r="3.5"\/>/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);

describe("states in a plane", () => {
  it("have distances that can be compared: both axes have one scale", () => {
    const svg = statePlane({
      title: "states",
      ways: [
        way([
          [-3, 0, "it"],
          [3, 0, "is"],
          [3, 2, "cold"],
        ]),
      ],
      explained: [0.613, 0.2],
    });
    const [a, b, c] = places(svg) as [number[], number[], number[]];
    expect((b[0]! - a[0]!) / (b[1]! - c[1]!)).toBeCloseTo(3, 1);
    expect(svg).toContain("PC 1 (61 % of the variance)");
    expect(svg).toContain("<title>3. cold</title>");
  });

  it("joins points in their order and marks the first", () => {
    const svg = statePlane({
      title: "t",
      ways: [
        way([
          [0, 0, "a"],
          [1, 1, "b"],
        ]),
        way([[0, 1, "c"]], "changed", "dev"),
      ],
      explained: [1, 0],
    });
    expect(svg.match(/class="dot best"/g)).toHaveLength(2);
    const [, path] = /class="line thin way" d="([^"]*)"/.exec(svg)!;
    expect(path).toMatch(/^M[\d.]+ [\d.]+L[\d.]+ [\d.]+$/);
    expect(svg).toContain(">changed</text>");
    expect([...svg.matchAll(/data-way="(\d)" data-point="(\d)"/g)].map(([, w, p]) => `${w}${p}`)).toEqual([
      "00",
      "01",
      "10",
    ]);
  });

  it("draws no label over another; the tooltips have all", () => {
    const points = Array.from({ length: 40 }, (_, i) => [i % 2, i / 1000, `word${i}`] as const);
    const svg = statePlane({ title: "t", ways: [way(points)], explained: [1, 0] });
    const labels = [...svg.matchAll(/class="token" x="([-\d.]+)" y="([-\d.]+)">/g)].map(([, x, y]) => [
      +x!,
      +y!,
    ]);
    expect(labels.length).toBeGreaterThan(1);
    expect(labels.length).toBeLessThan(40);
    for (const [n, [x, y]] of labels.entries()) {
      for (const [x2, y2] of labels.slice(n + 1)) {
        expect(Math.abs(x! - x2!) > 20 || Math.abs(y! - y2!) >= 15.9).toBe(true);
      }
    }
    expect(svg.match(/<title>/g)).toHaveLength(40);
  });

  it("speaks Japanese and escapes markup", () => {
    const svg = statePlane({
      title: "<i>",
      ways: [way([[1, 1, "<b>"]])],
      explained: [0.5, 0.25],
      language: "ja",
    });
    expect(svg).toContain("第2主成分（分散の25 %）");
    expect(svg).not.toMatch(/<[ib]>/);
    expectBalanced(svg);
    expect(svg).not.toContain("style=");
  });
});
