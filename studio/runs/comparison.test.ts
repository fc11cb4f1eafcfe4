import { describe, expect, it } from "vitest";
import { sampleRun } from "./comparison.fixture.ts";
import { comparedCurves, settingDifferences } from "./comparison.ts";

describe("runs beside each other", () => {
  it("differ in these settings", () => {
    const [one, two] = [
      { context: { kind: "attention", score: "dot" }, training: { seed: 1, epochs: 3 } },
      { context: { kind: "fixed-initial" }, training: { seed: 1, epochs: 5 } },
    ];
    expect(settingDifferences([one, two])).toEqual([
      { path: "context.kind", values: ["attention", "fixed-initial"] },
      { path: "context.score", values: ["dot", undefined] },
      { path: "training.epochs", values: ["3", "5"] },
    ]);
    expect(settingDifferences([one, one, one])).toEqual([]);
  });

  it("are drawn over one another, each in its colour, with names of anybody", () => {
    const svg = comparedCurves(
      [sampleRun("<b>one</b>", 3), sampleRun("a name that is long", 5)],
      ({ dev }) => dev.loss,
      {
        ...{ title: "loss", decimals: 2, language: "ja" },
      },
    );
    expect(svg).toContain("&lt;b&gt;one&lt;/b&gt;");
    expect(svg).toContain("a name that…");
    const same = comparedCurves(
      [sampleRun("one · copy", 2), sampleRun("two · copy", 2)],
      ({ dev }) => dev.loss,
      {
        ...{ title: "loss", decimals: 2, language: "en" },
      },
    );
    for (const label of ["1: copy", "2: copy"]) expect(same).toContain(label);
    expect(svg.match(/class="dot train"/g)).toHaveLength(3);
    expect(svg.match(/class="dot dev"/g)).toHaveLength(5);
  });
});
