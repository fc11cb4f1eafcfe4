import { describe, expect, it } from "vitest";
import { expectBalanced } from "../../test/support/balanced-markup.ts";
import { gateMap } from "./gate-map.ts";

describe("a map of gates", () => {
  it("has a column for each step, a row for each unit and their mean", () => {
    const svg = gateMap({
      title: "forget gate f",
      tokens: ["今日", "は"],
      values: [[0.25, 0.75, 0.5], Float32Array.of(1, 0.5, 0)],
    });
    expect(svg.match(/<g data-step="0">/g)).toHaveLength(4);
    expect(svg).toContain("<title>今日, mean of all units: 0.50</title>");
    expect(svg).toContain("<title>は, unit 1: 1.00</title>");
    expect(svg).toContain('fill-opacity="0.75"');
    expect(svg).not.toContain("weight below");
  });

  it("shows values below 0 in another hue", () => {
    const svg = gateMap({ title: "g", tokens: ["a"], values: [[-0.5]] });
    expect(svg).toContain('class="weight below"');
    expect(svg).toContain("<title>a, unit 1: −0.50</title>");
  });

  it("of many units shows those that change most, and says so", () => {
    const values = [0, 1].map((t) =>
      Array.from({ length: 40 }, (_, unit) => (unit === 7 || unit === 30 ? t : 0.5)),
    );
    const svg = gateMap({ title: "z", tokens: ["a", "b"], values, units: 2 });
    expect(svg).toContain("<title>b, unit 8: 1.00</title>");
    expect(svg).toContain("<title>b, unit 31: 1.00</title>");
    expect(svg.match(/<g data-step="0">/g)).toHaveLength(3);
    expect(svg).toContain("the 2 of 40 units that change most");
  });

  it("speaks Japanese and escapes markup", () => {
    const svg = gateMap({ title: "<i>", tokens: ["<b>"], values: [[0, 1, 0.5]], units: 1, language: "ja" });
    expect(svg).toContain("全3ユニットのうち変化の大きい1個");
    expect(svg).not.toMatch(/<[ib]>/);
    expectBalanced(svg);
    expect(svg).not.toContain("style=");
  });
});
