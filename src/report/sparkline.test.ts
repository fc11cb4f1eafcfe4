import { expect, it } from "vitest";
import { sparkline } from "./sparkline.ts";

it("draws lines from edge to edge, the highest value at the top and 0 at the bottom", () => {
  const points = [
    [1, 4],
    [2, 2],
    [3, Number.POSITIVE_INFINITY],
    [5, 0],
  ] as const;
  const svg = sparkline({ title: "loss <of> a run", lines: [{ colour: "train", points }] });
  expect(svg).toContain('aria-label="loss &lt;of&gt; a run"');
  expect(svg).toContain('<polyline class="line train" points="3,3 41.5,22 157,41"/>');
});

it("draws nothing of nothing, and a point of a point", () => {
  expect(sparkline({ title: "a", lines: [{ colour: "dev", points: [] }] })).toContain('points=""');
  expect(sparkline({ title: "a", lines: [{ colour: "dev", points: [[1, 0]] }] })).toContain('points="3,41"');
});
