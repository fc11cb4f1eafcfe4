import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.ts";
import { parseConfiguration } from "./configuration.ts";

describe("parseConfiguration", () => {
  it("fills in the defaults", () => {
    const { encoder, context, training } = parseConfiguration({ encoder: { size: 64 } });
    expect(encoder).toEqual({
      cell: "lstm",
      layers: 1,
      size: 64,
      embedding: 256,
      bidirectional: true,
      dropout: 0.3,
    });
    expect(context).toEqual({ kind: "attention", score: "general" });
    expect(training.seed).toBe(1);
  });

  it("fills in how parameters are updated", () => {
    const { training } = parseConfiguration({
      training: { freeze: "encoder.*, *.bias", groups: [{ parameters: ["a", "b"] }] },
    });
    expect(training).toEqual({
      seed: 1,
      epochs: 20,
      batchTokens: 1500,
      accumulation: 1,
      optimizer: "adam",
      learningRate: 0.002,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      momentum: 0.9,
      weightDecay: 0,
      freeze: ["encoder.*", "*.bias"],
      groups: [{ parameters: ["a", "b"] }],
      clipNorm: 1,
      clipValue: 0,
      schedule: "halving",
      warmup: 0,
      patience: 1,
      halvings: 4,
      decayEvery: 1,
      decayFactor: 0.5,
      metric: "per",
      earlyStopping: 0,
      averageDecay: 0,
      averageCheckpoints: 1,
    });
    expect(parseConfiguration({ training }).training).toEqual(training);
  });

  it.each<[string, unknown, string[]]>([
    ["an unknown section", { encodr: {} }, ["encodr: unknown key; did you mean encoder?"]],
    ["an unknown key", { encoder: { siz: 3 } }, ["encoder.siz: unknown key; did you mean size?"]],
    [
      "a key like no other",
      { context: { flavour: 1 } },
      ["context.flavour: unknown key; expected one of kind, score"],
    ],
    ["a wrong type", { encoder: { layers: "2" } }, ['encoder.layers "2": expected number, received string']],
    [
      "a wrong value",
      { context: { score: "dott" } },
      ['context.score "dott": expected one of "dot", "scaled-dot", "general", "additive"'],
    ],
    ["a fraction", { training: { epochs: 1.5 } }, ["training.epochs 1.5: expected int, received number"]],
    ["too small", { training: { learningRate: -1 } }, ["training.learningRate -1: expected number to be >0"]],
    ["too large", { encoder: { dropout: 1 } }, ["encoder.dropout 1: expected number to be <1"]],
    [
      "half a pair of files",
      { data: { pairs: { source: "a" } } },
      ['data.pairs {"source":"a"}: expected a file\'s name, or two: { source: FILE, target: FILE }'],
    ],
    [
      "what is no pattern of names",
      { training: { freeze: [1], groups: [{ parameters: true }, { weightDecay: 1 }] } },
      [
        "training.freeze [1]: expected a pattern such as encoder.*, or a list of them",
        "training.groups.0.parameters true: expected a pattern such as encoder.*, or a list of them",
        "training.groups.1.parameters (nothing): expected a pattern such as encoder.*, or a list of them",
      ],
    ],
    [
      "an unknown key of a group",
      { training: { groups: [{ parameters: "*", learningRate: 1 }] } },
      [
        "training.groups.0.learningRate: unknown key; expected one of parameters, learningRateFactor, weightDecay",
      ],
    ],
    ["no object", "x", ['the file "x": expected object, received string']],
    [
      "an odd size for two directions",
      { encoder: { size: 3 } },
      ["encoder.size 3: expected an even number, because the encoder is bidirectional"],
    ],
    [
      "sizes that cannot be compared",
      { encoder: { size: 4 }, context: { score: "dot" } },
      [
        'context.score "dot": expected encoder.size and decoder.size to be equal, and they are 4 and 256; use "general" for different sizes',
      ],
    ],
    [
      "several problems, all at once",
      { encoder: { cell: "rnn" }, training: { epochs: 0 } },
      ['encoder.cell "rnn": expected one of "lstm", "gru"', "training.epochs 0: expected number to be >0"],
    ],
  ])("refuses %s", (_, input, problems) => {
    const message = ["model.yaml:", ...problems.map((problem) => `  ${problem}`)].join("\n");
    expect(() => parseConfiguration(input, "model.yaml")).toThrow(new ConfigError(message));
  });
});
