import { expect, it } from "vitest";
import { settingsTree } from "./settings-tree.ts";

function flags(...given: [string, string][]) {
  return given.map(([name, value]) => ({ path: name.split("."), value }));
}

it("reads values as YAML does, but paths as they are", () => {
  expect(
    settingsTree(
      flags(
        ["encoder.size", "64"],
        ["encoder.bidirectional", "false"],
        ["training.learningRate", "1e-3"],
        ["context.score", "dot"],
        ["context.kind", "[x]"],
        ["source.tokenizer", "*x"],
        ["data.pairs", "2024"],
        ["out", "1.5"],
        ["from", "007"],
      ),
    ),
  ).toEqual({
    encoder: { size: 64, bidirectional: false },
    training: { learningRate: 0.001 },
    context: { score: "dot", kind: "[x]" },
    source: { tokenizer: "*x" },
    data: { pairs: "2024" },
    out: "1.5",
    from: "007",
  });
});

it("lets the later of two flags win", () => {
  expect(
    settingsTree(flags(["data.pairs", "a"], ["data.pairs.source", "b"], ["data.pairs.target", "c"])),
  ).toEqual({
    data: { pairs: { source: "b", target: "c" } },
  });
  expect(settingsTree(flags(["encoder.constructor.x", "1"]))).toEqual({ encoder: { constructor: { x: 1 } } });
});
