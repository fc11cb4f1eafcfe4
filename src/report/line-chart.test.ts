import { expect, test } from "vitest";
import { lineChart } from "./line-chart.ts";

test("points are marked as long as they stand apart; of many only the best is", () => {
  const chart = (epochs: number) => {
    const points = Array.from({ length: epochs }, (_, i) => [i + 1, 1 / (i + 1)] as const);
    const lines = [{ label: "dev", colour: "dev", points }];
    return lineChart({ title: "loss", lines, epochs, best: 7, decimals: 2 });
  };
  expect(chart(200).match(/<circle/g)).toHaveLength(200);
  const long = chart(201);
  expect(long.match(/<circle[^>]*/g)).toEqual([expect.stringMatching(/best"/)]);
  expect(long).toContain("<title>epoch 7: dev 0.14</title>");
  const [, line = ""] = /<polyline[^>]*points="([^"]*)"/.exec(long) ?? [];
  expect(line.split(" ")).toHaveLength(201);
});
