import { expect, it } from "vitest";
import { parseConfiguration } from "../../configuration/configuration.ts";
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
        ["context.kind", "a: b"],
        ["training.freeze", "[encoder.*, decoder.*]"],
        ["training.groups", "[{parameters: encoder.*, weightDecay: 0}]"],
        ["source.tokenizer", "*x"],
        ["target.tokenizer", "[*x"],
        ["training.schedule", "[*x]"],
        ["data.pairs", "2024"],
        ["data.columns", "[en, 2]"],
        ["data.clean.maximumRatio", "9"],
        ["out", "1.5"],
        ["from", "007"],
      ),
    ),
  ).toEqual({
    encoder: { size: 64, bidirectional: false },
    training: {
      learningRate: 0.001,
      schedule: "[*x]",
      freeze: ["encoder.*", "decoder.*"],
      groups: [{ parameters: "encoder.*", weightDecay: 0 }],
    },
    context: { score: "dot", kind: "a: b" },
    source: { tokenizer: "*x" },
    target: { tokenizer: "[*x" },
    data: { pairs: "2024", columns: ["en", 2], clean: { maximumRatio: 9 } },
    out: "1.5",
    from: "007",
  });
});

it("gives patterns to a list of them, one by one, with commas or in brackets", () => {
  const freeze = (value: string) =>
    parseConfiguration(settingsTree(flags(["training.freeze", value]))).training.freeze;
  expect(freeze("encoder.*")).toEqual(["encoder.*"]);
  expect(freeze("*.bias, encoder.*")).toEqual(["*.bias", "encoder.*"]);
  expect(freeze("[encoder.*, '*.bias']")).toEqual(["encoder.*", "*.bias"]);
});

it("lets the later of two flags win", () => {
  expect(
    settingsTree(flags(["data.pairs", "a"], ["data.pairs.source", "b"], ["data.pairs.target", "c"])),
  ).toEqual({
    data: { pairs: { source: "b", target: "c" } },
  });
  expect(settingsTree(flags(["encoder.constructor.x", "1"]))).toEqual({ encoder: { constructor: { x: 1 } } });
});
