import { describe, expect, it } from "vitest";
import { renderReport } from "../report/index.ts";
import { exampleSources } from "./example-sources.ts";

function report(sources: readonly string[]): string {
  const examples = sources.map((source) => ({
    source,
    text: "p",
    score: -1,
    sourceTokens: [...source],
    tokens: ["p"],
    attention: null,
  }));
  return renderReport({ title: "a", summary: [], events: [], examples });
}

describe("exampleSources", () => {
  it("are those of a report, as they were", () => {
    const sources = [`"1 < 2" & '3'`, "寒い", "&lt;"];
    expect(exampleSources(report(sources))).toEqual(sources);
  });

  it("are at most four, different and short", () => {
    const sources = ["a", "a", "x".repeat(61), "b", "c", "d", "e"];
    expect(exampleSources(report(sources))).toEqual(["a", "b", "c", "d"]);
  });

  it("are none without a report", () => {
    expect(exampleSources("")).toEqual([]);
  });
});
