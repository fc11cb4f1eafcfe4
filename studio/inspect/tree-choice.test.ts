import { describe, expect, it } from "vitest";
import type { SearchTrace, TracedHypothesis, TracedOutput } from "../../src/inspection/search-trace.ts";
import { hypothesisAfterKey, treeChoice } from "./tree-choice.ts";

const node = (parent: number | null, step: number, text: string): TracedHypothesis => ({
  ...{ parent, step, text, token: text.charCodeAt(0), logProbability: -1, rank: -1 },
  ...{ fate: "kept", prunedAt: null },
});
// a ┬ c ─ ␄      a c and a d e end; b is another beginning
//   └ d ─ e ─ ␄
// b
const tree = [node(null, 0, "a"), node(null, 0, "b"), node(0, 1, "c"), node(0, 1, "d")];
tree.push(node(2, 2, "␄"), node(3, 2, "e"), node(5, 3, "␄"));
const columns = [[0, 1], [2, 3], [4, 5], [6]];
const output = (last: number, letters: string) =>
  ({ last, ids: [...letters].map((letter) => letter.charCodeAt(0)) }) as unknown as TracedOutput;
const [best, second] = [output(4, "ac␄"), output(6, "ade␄")];
const trace = { tree, hypotheses: [best, second] } as unknown as SearchTrace;

describe("a hypothesis of the beam's tree that is chosen", () => {
  it("is shown where it is an output", () => {
    expect(treeChoice(trace, best, 6, false)).toEqual({ kind: "output", index: 1 });
    expect(treeChoice(trace, second, 4, false)).toEqual({ kind: "output", index: 0 });
  });

  it("is a word of the output that is shown, in reading order", () => {
    expect(treeChoice(trace, second, 3, false)).toEqual({ kind: "word", place: 1 });
    expect(treeChoice(trace, second, 0, true)).toEqual({ kind: "word", place: 2 });
  });

  it("is written from the first word that differs", () => {
    expect(treeChoice(trace, best, 5, false)).toEqual({
      kind: "force",
      edits: [
        { kind: "force", step: 1, text: "d" },
        { kind: "force", step: 2, text: "e" },
      ],
    });
    expect(treeChoice(trace, best, 1, false)).toEqual({
      kind: "force",
      edits: [{ kind: "force", step: 0, text: "b" }],
    });
  });

  it("is reached by the arrow keys, which end at the tree's ends", () => {
    const go = (at: number | null, keys: string) =>
      keys.split(" ").reduce<number | null>((from, key) => {
        const next = hypothesisAfterKey(tree, columns, from, `Arrow${key}`);
        expect(next).toBeDefined();
        return next!;
      }, at);
    expect(go(null, "Down")).toBe(0);
    expect(go(0, "Down Down Up Up")).toBe(0);
    expect(go(0, "Right Down Right Right Right")).toBe(6);
    expect(go(6, "Left Left Left Left")).toBe(0);
    expect(go(1, "Right")).toBe(1);
    expect(hypothesisAfterKey(tree, columns, 0, "Enter")).toBeUndefined();
  });
});
