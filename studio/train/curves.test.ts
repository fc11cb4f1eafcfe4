import { describe, expect, it } from "vitest";
import type { TrainingEvent } from "../../src/training/events.ts";
import { trainingCurves } from "./curves.ts";
import type { ArmProgress } from "./progress.ts";

/** A model of which so many updates, of all, are told. */
function arm(done: number, { epochs = 200, of = 10_000, name = "a" } = {}): ArmProgress {
  const events = [
    { event: "start", epochs },
    ...Array.from({ length: done }, (_, n) => ({
      event: "update",
      update: n + 1,
      progress: (n + 1) / of,
      loss: 3,
      gradientNorm: 1,
      learningRate: 0.005,
    })),
  ] as unknown as readonly TrainingEvent[];
  const rest = { task: null, lasting: true, threads: 1, latest: null, translations: [], translated: 0 };
  return { name, run: name, events, outcome: null, ...rest };
}

const ticksOf = (svg: string) =>
  [...svg.matchAll(/<text class="tick" [^>]* y="249" [^>]*>([^<]*)</g)].map(([, tick]) => tick);
const widthOf = (svg: string) => /viewBox="0 0 (\d+) /.exec(svg)![1];

describe("curves of a training", () => {
  it("are wide from the first updates on, however many epochs there will be", () => {
    const last = (done: number) => ticksOf(trainingCurves([arm(done)], "en")[0]!).at(-1);
    expect([0, 5, 49, 50, 51, 700, 10_000].map(last)).toEqual(["0.010", "0.10", "1", "1", "2", "20", "200"]);
    const [loss] = trainingCurves([arm(5)], "en");
    const [, points] = /points="([^"]*)"/.exec(loss!)!;
    const [first, end] = [points!.split(" ")[0]!, points!.split(" ").at(-1)!].map((point) =>
      Number.parseFloat(point),
    );
    expect(end! - first!).toBeGreaterThan(200);
  });

  it("never end beyond the training", () => {
    const [loss] = trainingCurves([arm(30, { epochs: 3, of: 30 })], "en");
    expect(ticksOf(loss!)).toEqual(["0", "1", "2", "3"]);
  });

  it("of two models are drawn to one scale, and exact matches over all that there can be", () => {
    const charts = trainingCurves([arm(9, { name: "a · a model with a long name" }), arm(9)], "en");
    expect(new Set(charts.map(widthOf)).size).toBe(1);
    expect(charts[1]).toContain(">100</text>");
    expect(charts[1]).toContain("known at the end of each epoch");
  });
});
