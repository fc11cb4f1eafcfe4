import { describe, expect, it } from "vitest";
import { labelRoom, lineChart } from "./line-chart.ts";

const chart = { title: "Loss", epochs: 3, best: null, decimals: 2 };
const widthOf = (svg: string) => Number(/viewBox="0 0 (\d+) /.exec(svg)![1]);
const line = (label: string) => ({ label, colour: "train", points: [[1, 0.5]] as const });

describe("a line chart", () => {
  it("has room for the labels at the lines' ends, which are bold", () => {
    const [short, long] = [line("dev"), line("a fixed vector that is read at every step")];
    expect(widthOf(lineChart({ ...chart, lines: [short] }))).toBe(460);
    expect(widthOf(lineChart({ ...chart, lines: [short, long] }))).toBe(
      Math.ceil(352 + labelRoom(long.label, "0.50")),
    );
    // As a browser measures it in DejaVu Sans, one of the wider fonts: about 145 px with the gap before it.
    expect(labelRoom("fixed vector", "0.0080", 13)).toBeGreaterThan(140);
    expect(labelRoom("fixed vector", "0.0080", 32) - 9).toBeCloseTo(
      2 * (labelRoom("fixed vector", "0.0080") - 9),
      6,
    );
  });

  it("keeps the room that is asked for, so that charts side by side have one scale", () => {
    expect(widthOf(lineChart({ ...chart, lines: [], room: 200 }))).toBe(552);
  });

  it("says why it is empty, as long as it is", () => {
    const empty = "after the first epoch";
    expect(lineChart({ ...chart, lines: [{ ...line("dev"), points: [] }], empty })).toContain(empty);
    expect(lineChart({ ...chart, lines: [line("dev")], empty })).not.toContain(empty);
    expect(lineChart({ ...chart, lines: [] })).not.toContain('<text class="tick" x="196"');
  });

  it("marks its points as long as they stand apart; of many only the best", () => {
    const ofEpochs = (epochs: number) => {
      const points = Array.from({ length: epochs }, (_, i) => [i + 1, 1 / (i + 1)] as const);
      const lines = [{ label: "dev", colour: "dev", points }];
      return lineChart({ ...chart, lines, epochs, best: 7 });
    };
    expect(ofEpochs(200).match(/<circle/g)).toHaveLength(200);
    const long = ofEpochs(201);
    expect(long.match(/<circle[^>]*/g)).toEqual([expect.stringMatching(/best"/)]);
    expect(long).toContain("<title>epoch 7: dev 0.14</title>");
    const [, points = ""] = /<polyline[^>]*points="([^"]*)"/.exec(long) ?? [];
    expect(points.split(" ")).toHaveLength(201);
  });
});
