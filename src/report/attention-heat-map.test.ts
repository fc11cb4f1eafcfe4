import { describe, expect, test } from "vitest";
import { attentionHeatMap } from "./attention-heat-map.ts";

const matrix = (T: number, S: number): number[][] =>
  Array.from({ length: T }, (_, t) => Array.from({ length: S }, (_, s) => (s === t ? 0.9 : 0.1 / (S - 1))));
const cold = {
  sourceTokens: ["It", "is", "cold", "today"],
  tokens: ["今日", "は", "寒い"],
  attention: matrix(4, 5),
};
const count = (svg: string, pattern: RegExp): number => svg.match(pattern)?.length ?? 0;
const size = (svg: string): number[] => /width="(\d+)" height="(\d+)"/.exec(svg)!.slice(1).map(Number);

describe("attentionHeatMap", () => {
  test("a cell for each weight, as opaque as it is large, named in its tooltip", () => {
    const svg = attentionHeatMap(cold);
    expect(count(svg, /<g [^>]*><title>/g)).toBe(20);
    expect(svg).toContain("<title>今日 ← It: 0.900</title>");
    expect(svg).toContain("<title>寒い ← today: 0.025</title>");
    expect(count(svg, /fill-opacity="0.9"\/><\/g>/g)).toBe(4);
    expect(svg).toContain('aria-label="Attention weights: 4 output tokens over 5 source tokens"');
  });

  test("the end of each sequence is dimmed", () => {
    expect(count(attentionHeatMap(cold), /class="token end-of-sequence"[^>]*>&lt;\/s&gt;</g)).toBe(2);
    expect(attentionHeatMap({ ...cold, attention: matrix(3, 4) })).not.toContain("end-of-sequence");
  });

  test("short labels lie level, long ones slant", () => {
    expect(attentionHeatMap(cold)).not.toContain("rotate");
    const long = { ...cold, sourceTokens: ["It", "is", "extraordinarily", "cold"] };
    expect(count(attentionHeatMap(long), /rotate\(-45/g)).toBe(5);
  });

  test("a label far too long is cut, and whole in its tooltip", () => {
    const word = "寒".repeat(30);
    const svg = attentionHeatMap({ ...cold, tokens: ["今日", "は", word] });
    expect(svg).toContain(`<title>${word}</title>${"寒".repeat(10)}…`);
  });

  test("many tokens stay on a page", () => {
    const tokens = Array.from({ length: 59 }, () => "w");
    const [width, height] = size(
      attentionHeatMap({ sourceTokens: tokens, tokens, attention: matrix(60, 60) }),
    );
    expect(width).toBeLessThan(900);
    expect(height).toBeLessThan(1000);
  });

  test("tokens are escaped", () => {
    const svg = attentionHeatMap({ ...cold, tokens: ["<b>", "&", '"'] });
    expect(svg).not.toContain("<b>");
    expect(svg).toContain("<title>&lt;b&gt; ← It: 0.900</title>");
  });
});
