import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnWidth } from "../report/index.ts";
import { renderHeatMap } from "./heat-map.ts";

const matrix = (T: number, S: number, at: (t: number) => number): number[][] =>
  Array.from({ length: T }, (_, t) => Array.from({ length: S }, (_, s) => (s === at(t) ? 1 : 0)));
const cold = {
  sourceTokens: ["It", "is", "cold", "today"],
  tokens: ["今日", "は", "寒い"],
  attention: [
    [0.05, 0, 0.2, 0.75, 0],
    [0.5, 0.4, 0.1, 0, 0],
    [0, 0, 1, 0, 0],
    [0, 0, 0, 0.3, 0.7],
  ],
};

describe("renderHeatMap", () => {
  test("labels side by side where they fit", () => {
    expect(renderHeatMap({ ...cold, colour: false })).toBe(
      [
        "     It    is    cold  today </s>",
        "今日             ░░░░░ ▓▓▓▓▓",
        "  は ▒▒▒▒▒ ▒▒▒▒▒",
        "寒い             █████",
        "</s>                   ░░░░░ ▓▓▓▓▓",
        "",
        "     0  ░▒▓█ 1 weight",
        "",
      ].join("\n"),
    );
  });

  test("a staircase of labels where they do not fit", () => {
    expect(renderHeatMap({ ...cold, columns: 20, colour: false })).toBe(
      [
        "     It",
        "     │ is",
        "     │ │ cold",
        "     │ │ │ today",
        "     │ │ │ │ </s>",
        "今日     ░░▓▓",
        "  は ▒▒▒▒",
        "寒い     ██",
        "</s>       ░░▓▓",
        "",
        "     0  ░▒▓█ 1 weight",
        "",
      ].join("\n"),
    );
  });

  test("letters need no room between them, and </s> may reach over its cell", () => {
    const [head, first] = renderHeatMap({
      sourceTokens: [..."4 May"],
      tokens: [..."05-04"],
      attention: matrix(6, 6, (t) => 5 - t),
      colour: false,
    }).split("\n");
    expect(head).toBe("     4 ␣ M a y </s>");
    expect(first).toBe("   0           ██");
  });

  test("a picture that is too wide is cut into several, one below the other", () => {
    const picture = renderHeatMap({
      sourceTokens: [..."abcdefghij"],
      tokens: ["x"],
      attention: matrix(1, 10, () => 7),
      columns: 10,
      colour: false,
    });
    expect(picture.split("\n").slice(0, 9)).toEqual([
      "  a b c d",
      "x",
      "",
      "  e f g h",
      "x       ██",
      "",
      "  i j",
      "x",
      "",
    ]);
  });

  test("a label longer than a third of the terminal is cut", () => {
    const tokens = ["寒".repeat(8)];
    const picture = renderHeatMap({
      sourceTokens: ["a"],
      tokens,
      attention: [[1]],
      columns: 30,
      colour: false,
    });
    expect(picture.split("\n").slice(0, 2)).toEqual(["          a", "寒寒寒寒… ██"]);
  });

  test("colours: a background for each weight, reset behind it", () => {
    const picture = renderHeatMap({
      sourceTokens: ["a", "b"],
      tokens: ["x"],
      attention: [[0, 1]],
      colour: true,
    });
    expect(picture.split("\n")[1]).toBe("x \u001b[48;5;16m  \u001b[0m\u001b[48;5;195m  \u001b[0m");
  });

  test("colours get lighter with the weight", () => {
    const level = (value: number): number => (value === 0 ? 0 : (55 + 40 * value) / 255) ** 2.2;
    const attention = [Array.from({ length: 12 }, (_, i) => i / 11)];
    const picture = renderHeatMap({
      sourceTokens: [..."abcdefghijkl"],
      tokens: ["x"],
      attention,
      colour: true,
    });
    const codes = [...picture.split("\n")[1]!.matchAll(/48;5;(\d+)m/g)].map(([, code]) => Number(code) - 16);
    const luminance = codes.map(
      (code) =>
        0.2126 * level(Math.floor(code / 36)) +
        0.7152 * level(Math.floor(code / 6) % 6) +
        0.0722 * level(code % 6),
    );
    expect(codes).toHaveLength(12);
    for (let i = 1; i < 12; i++) expect(luminance[i]).toBeGreaterThan(luminance[i - 1]!);
  });

  test("property: no line is wider than the terminal, and every weight is painted once", () => {
    const tokens = fc.array(fc.stringMatching(/^[a-zあ-ん寒暖]{1,12}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(tokens, tokens, fc.integer({ min: 40, max: 120 }), (sourceTokens, output, columns) => {
        const attention = matrix(output.length, sourceTokens.length + 1, (t) => t % sourceTokens.length);
        const options = { sourceTokens, tokens: output, attention, columns };
        for (const line of renderHeatMap({ ...options, colour: false }).split("\n")) {
          expect(columnWidth(line)).toBeLessThanOrEqual(columns);
        }
        // The scale's key adds twelve cells.
        const cells = renderHeatMap({ ...options, colour: true }).match(/48;5;/g);
        expect(cells).toHaveLength(output.length * (sourceTokens.length + 1) + 12);
      }),
    );
  });
});
