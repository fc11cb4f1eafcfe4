import { describe, expect, it } from "vitest";
import { expectBalanced } from "../../test/support/balanced-markup.ts";
import { type BeamTreeNode, beamTree } from "./beam-tree.ts";

const node = (
  parent: number | null,
  step: number,
  token: string,
  fate: BeamTreeNode["fate"],
  prunedAt: number | null = null,
): BeamTreeNode => ({
  parent,
  step,
  token,
  logProbability: Math.log(0.5),
  rank: -0.7 * (step + 1),
  fate,
  prunedAt,
});

const nodes: BeamTreeNode[] = [
  node(null, 0, "今日", "kept"),
  node(null, 0, "<b>", "kept", 1),
  node(null, 0, "昨日", "pruned", 0),
  node(null, 0, "明日", "pruned", 0),
  { ...node(0, 1, "</s>", "finished"), score: -1.25 },
  node(0, 1, "は", "left"),
  node(1, 1, "が", "pruned", 1),
];

describe("the beam as a tree", () => {
  it("has each hypothesis with its fate and its numbers in words", () => {
    const svg = beamTree({ nodes, marked: 4 });
    expect(svg.match(/data-node/g)).toHaveLength(7);
    expect(svg).toContain('aria-label="The beam as a tree: 2 steps, 1 finished outputs"');
    expect(svg).toContain("今日 — probability 0.500; log P so far −0.70; kept</title>");
    expect(svg).toContain("its last continuation was pruned at step 2</title>");
    expect(svg).toContain("明日 — probability 0.500; log P so far −0.70; pruned at step 1</title>");
    expect(svg).toContain("finished, score −1.25</title>");
    expect(svg).toContain("left: the finished ones could not be beaten any more</title>");
    expect(svg.match(/class="cross"/g)).toHaveLength(3);
  });

  it("marks the way of one output", () => {
    const svg = beamTree({ nodes, marked: 4 });
    const marked = [...svg.matchAll(/class="node [^"]*marked[^"]*" data-node="(\d+)"/g)];
    expect(marked.map(([, index]) => index)).toEqual(["0", "4"]);
    expect(svg.match(/class="edge [^"]*marked/g)).toHaveLength(2);
  });

  it("counts the pruned ones that it leaves out", () => {
    const svg = beamTree({ nodes, pruned: 1 });
    expect(svg).toContain(">+1 pruned</text>");
    expect(svg).not.toContain("明日");
    expect(svg.match(/data-node/g)).toHaveLength(6);
  });

  it("draws a column for each step and parents before their children", () => {
    const svg = beamTree({ nodes });
    const xOf = (index: number) =>
      Number(new RegExp(`data-node="${index}">.*?<rect class="hit" x="([\\d.]+)"`).exec(svg)![1]);
    expect(xOf(0)).toBe(xOf(3));
    expect(xOf(4)).toBe(xOf(6));
    expect(xOf(4)).toBeGreaterThan(xOf(0) + 26);
  });

  it("speaks Japanese, escapes markup, and survives an empty search", () => {
    const svg = beamTree({ nodes, language: "ja" });
    expect(svg).toContain("今日 — 確率0.500、ここまでのlog P −0.70、残った");
    expect(svg).toContain("ステップ2");
    expect(svg).not.toContain("<b>");
    expectBalanced(svg);
    expectBalanced(beamTree({ nodes: [] }));
    expect(svg).not.toContain("style=");
  });
});
