import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { attentionLabels } from "../../src/report/attention-labels.ts";
import { tasks } from "../tasks/index.ts";
import { lossUntil } from "./loss-until.ts";
import type { Recording } from "./recording.ts";

const bytes = readFileSync(new URL("./recorded-training.json", import.meta.url));
const recording = JSON.parse(bytes.toString()) as Recording;
const { frames, losses, exact, sources, sourceTokens, about, epochs } = recording;
const sharpest = (rows: readonly (readonly number[])[]) => Math.max(...rows.flat());

describe("the recorded training", () => {
  it("is small, and of the phrasebook task as it is now: make it anew with scripts/record-training.ts", () => {
    expect(gzipSync(bytes).length).toBeLessThan(60_000);
    expect(sources).toEqual(tasks.phrasebook.samples);
    expect(about.pairs).toBe(tasks.phrasebook.pairs);
    expect(epochs).toBe(tasks.phrasebook.configuration.training?.epochs);
  });

  it("goes from grey to a shape: all weights alike at first, then each word looks at its own", () => {
    expect(sharpest(frames[0]!.attention)).toBeLessThan(26);
    const last = frames.at(-1)!;
    expect(last.texts[0]!.replaceAll(" ", "")).toBe("今日は寒い");
    const looksAt = (word: string) => {
      const row = last.attention[last.tokens.indexOf(word)]!;
      return sourceTokens[row.indexOf(Math.max(...row))];
    };
    expect([looksAt("今日"), looksAt("寒い")]).toEqual(["today", "cold"]);
  });

  it("ends with a model that has learnt the task", () => {
    expect(exact.at(-1)![1]).toBeGreaterThanOrEqual(99);
    expect(losses.at(-1)![1]).toBeLessThan(0.05 * losses[0]![1]);
  });

  it("has frames in order, whose weights and tokens fit, and a chart for each of them", () => {
    for (const [n, { update, seconds, tokens, attention, texts }] of frames.entries()) {
      expect(update).toBeGreaterThanOrEqual(frames[n - 1]?.update ?? 1);
      expect(seconds).toBeGreaterThanOrEqual(frames[n - 1]?.seconds ?? 0);
      expect(texts.length).toBe(sources.length);
      expect(attentionLabels({ sourceTokens, tokens, attention }).columns.at(-1)).toBe("</s>");
      expect(lossUntil(recording, frames[n]!, "ja")).toContain("エポック");
    }
  });
});
