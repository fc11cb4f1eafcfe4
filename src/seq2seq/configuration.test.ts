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
      reversed: false,
      dropout: 0.3,
      recurrentDropout: 0,
      tokenDropout: 0,
    });
    expect(context).toMatchObject({ kind: "attention", score: "general", sharpness: 1, coverage: false });
    expect(training.seed).toBe(1);
  });

  it.each<[string, unknown, string[]]>([
    ["an unknown section", { encodr: {} }, ["encodr: unknown key; did you mean encoder?"]],
    ["an unknown key", { encoder: { siz: 3 } }, ["encoder.siz: unknown key; did you mean size?"]],
    [
      "a key like no other",
      { context: { flavour: 1 } },
      [
        "context.flavour: unknown key; expected one of kind, score, heads, sharpness, dropout, coverage, coverageLoss",
      ],
    ],
    ["a wrong type", { encoder: { layers: "2" } }, ['encoder.layers "2": expected number, received string']],
    [
      "a wrong value",
      { context: { score: "dott" } },
      [
        'context.score "dott": expected one of "dot", "scaled-dot", "general", "additive", "multi-head", "uniform"',
      ],
    ],
    ["a fraction", { training: { epochs: 1.5 } }, ["training.epochs 1.5: expected int, received number"]],
    ["too small", { training: { learningRate: -1 } }, ["training.learningRate -1: expected number to be >0"]],
    ["too large", { encoder: { dropout: 1 } }, ["encoder.dropout 1: expected number to be <1"]],
    [
      "half a pair of files",
      { data: { pairs: { source: "a" } } },
      ['data.pairs {"source":"a"}: expected a file\'s name, or two: { source: FILE, target: FILE }'],
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
      "heads that do not share the decoder's size",
      { context: { score: "multi-head", heads: 3 } },
      ["context.heads 3: expected a divisor of decoder.size 256"],
    ],
    [
      "coverage of scores that do not hear of it",
      { context: { coverage: true } },
      ['context.coverage true: expected context.kind "attention" and context.score "additive"'],
    ],
    [
      "a coverage loss without attention",
      { context: { kind: "fixed-initial", coverageLoss: 1 } },
      ['context.coverageLoss 1: expected context.kind "attention"'],
    ],
    [
      "copying without attention",
      { context: { kind: "fixed-initial" }, decoder: { copying: true } },
      ['decoder.copying true: expected context.kind "attention"'],
    ],
    [
      "last states that do not fit",
      { encoder: { size: 4, layers: 2 }, decoder: { bridge: "last" } },
      [
        'decoder.bridge "last": expected encoder.size and decoder.size to be equal, and they are 4 and 256',
        'decoder.bridge "last": expected encoder and decoder to have the same cell and layers',
      ],
    ],
    [
      "embeddings that cannot be tied",
      { encoder: { embedding: 3 }, decoder: { embedding: 5, tiedEmbeddings: "all" } },
      [
        'decoder.tiedEmbeddings "all": expected decoder.embedding and decoder.size to be equal, and they are 5 and 256',
        'decoder.tiedEmbeddings "all": expected encoder.embedding and decoder.embedding to be equal, and they are 3 and 5',
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
