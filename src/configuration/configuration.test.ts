import { describe, expect, it } from "vitest";
import { listed } from "../../test/support/listed.ts";
import { ConfigError } from "../errors.ts";
import { attentionScores, type CellKind, cellKinds } from "../nn/index.ts";
import type { Problem } from "../problems.ts";
import { parseConfiguration } from "./configuration.ts";

/** The cells whose state is multiplied by weights. */
const recurrent = (Object.keys(cellKinds) as CellKind[]).filter((kind) =>
  cellKinds[kind].reads.includes("recurrentDropout"),
);

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
    expect(context).toEqual({
      kind: "attention",
      score: "general",
      sharpness: 1,
      dropout: 0,
      coverageLoss: 0,
    });
    expect(training.seed).toBe(1);
  });

  it("fills in how parameters are updated", () => {
    const { training } = parseConfiguration({
      training: { freeze: "encoder.*, *.bias", groups: [{ parameters: ["a", "b"] }] },
    });
    expect(training).toMatchObject({
      seed: 1,
      batchTokens: 1500,
      accumulation: 1,
      optimizer: "adam",
      labelSmoothing: 0.1,
      learningRate: 0.005,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      freeze: ["encoder.*", "*.bias"],
      groups: [{ parameters: ["a", "b"] }],
      clipNorm: 1,
      clipValue: 0,
      schedule: "cosine",
      warmup: 0,
      metric: "token_error_rate",
      earlyStopping: 0,
      averageDecay: 0.998,
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
      [
        "context.flavour: unknown key; expected one of kind, score, heads, sharpness, dropout, coverage, coverageLoss",
      ],
    ],
    ["a wrong type", { encoder: { layers: "2" } }, ['encoder.layers "2": expected number, received string']],
    [
      "a wrong value",
      { context: { score: "dott" } },
      [`context.score "dott": expected one of ${listed(Object.keys(attentionScores))}`],
    ],
    ["a fraction", { training: { epochs: 1.5 } }, ["training.epochs 1.5: expected int, received number"]],
    ["too small", { training: { learningRate: -1 } }, ["training.learningRate -1: expected number to be >0"]],
    ["too large", { encoder: { dropout: 1 } }, ["encoder.dropout 1: expected number to be <1"]],
    [
      "half a pair of files",
      { data: { pairs: { source: "a" } } },
      [
        'data.pairs {"source":"a"}: expected a file\'s name, or two: { source: FILE, target: FILE }, or a list of datasets: [{ pairs: FILE, … }]',
      ],
    ],
    [
      "ways to read files where all are of lines, and a temperature of one dataset",
      {
        data: {
          pairs: { source: "a", target: "b" },
          dev: [{ pairs: { source: "c", target: "d" } }],
          format: "csv",
          columns: [2, 1],
          header: false,
          temperature: 5,
        },
      },
      [
        'data.format "csv": without effect: the lines of two files are read as they are; leave it out',
        "data.columns [2,1]: without effect: the lines of two files are read as they are; leave it out",
        "data.header false: without effect: the lines of two files are read as they are; leave it out",
        "data.temperature 5: without effect: data.pairs is one dataset; leave it out",
      ],
    ],
    [
      "sources without the weights that others have, and weights that do nothing",
      {
        data: {
          pairs: [{ pairs: "a", weight: 2 }, { pairs: "b" }],
          dev: [{ pairs: "c", weight: 1 }],
          temperature: 5,
        },
      },
      [
        "data.pairs.1.weight (nothing): expected a number, because other sources have one",
        "data.dev.0.weight 1: leave it out: all dev pairs are scored, each once",
        "data.temperature 5: expected 1, because the sources have weights",
      ],
    ],
    [
      "a tag of two tokens, three columns",
      { data: { pairs: [{ pairs: "a", tag: "to ja" }], columns: ["a", 2, 3] } },
      [
        'data.pairs.0.tag "to ja": expected one token without white space, such as <2ja>',
        "data.columns [\"a\",2,3]: expected two, the source's and the target's, such as [en, ja] or [2, 3]",
      ],
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
      "more replicas than parts",
      { training: { microBatches: 2 }, runtime: { replicas: 3 } },
      ["runtime.replicas 3: expected at most as many as the parts of a batch, training.microBatches 2"],
    ],
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
      "coverage of scores that do not read it",
      { context: { coverage: true } },
      [
        'context.coverage true: it has no effect with context.score "general": leave it out; it needs context.score "additive"',
      ],
    ],
    [
      "a coverage loss without attention",
      { context: { kind: "fixed-initial", coverageLoss: 1 } },
      [
        'context.coverageLoss 1: it has no effect with context.kind "fixed-initial": leave it out; it needs context.kind "attention"',
      ],
    ],
    [
      "copying without attention",
      { context: { kind: "fixed-initial" }, decoder: { copying: true } },
      [
        'decoder.copying true: it has no effect with context.kind "fixed-initial": leave it out; it needs context.kind "attention"',
      ],
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
        'decoder.tiedEmbeddings "all": expected vocabulary "joint"',
      ],
    ],
    [
      "sides that cannot share their tokens",
      {
        vocabulary: "joint",
        source: { tokenizer: "words", lowercase: true, minimumCount: 2 },
        target: { maximumLength: 9, maximumVocabulary: 80 },
      },
      [
        'source.tokenizer "words": expected that of the target, "auto", because vocabulary is "joint"',
        'source.lowercase true: expected that of the target, false, because vocabulary is "joint"',
        'source.minimumCount 2: expected that of the target, 1, because vocabulary is "joint"',
        'source.maximumVocabulary (default): expected that of the target, 80, because vocabulary is "joint"',
      ],
    ],
    [
      "subwords that cannot share their tokens",
      {
        vocabulary: "joint",
        source: { tokenizer: "bpe", symbols: ["<2ja>"], byteFallback: false, segmenter: "ja" },
        target: { tokenizer: "bpe", normalization: "nfkc", characterCoverage: 1, regularization: 0.1 },
      },
      [
        'source.normalization "nfc": expected that of the target, "nfkc", because vocabulary is "joint"',
        'source.byteFallback false: expected that of the target, true, because vocabulary is "joint"',
        'source.characterCoverage 0.9995: expected that of the target, 1, because vocabulary is "joint"',
        'source.segmenter "ja": expected that of the target, (default), because vocabulary is "joint"',
        'source.symbols ["<2ja>"]: expected that of the target, [], because vocabulary is "joint"',
      ],
    ],
    [
      "what subwords alone have",
      { source: { symbols: ["<2ja>"] }, target: { tokenizer: "words", regularization: 0.1 } },
      [
        'source.symbols ["<2ja>"]: it has no effect with source.tokenizer "auto": leave it out; it needs source.tokenizer "bpe" or "unigram"',
        'target.regularization 0.1: it has no effect with target.tokenizer "words" and target.tokenizerFile (nothing): leave it out; it needs target.tokenizer "bpe" or "unigram", or target.tokenizerFile given',
      ],
    ],
    [
      "subwords that are cut anew and copied",
      { source: { tokenizer: "bpe", regularization: 0.1 }, decoder: { copying: true } },
      ["source.regularization 0.1: expected 0, because decoder.copying is true"],
    ],
    [
      "subwords without room for their fixed tokens, and symbols that are something else",
      {
        source: { tokenizer: "bpe", symbols: ["<x>", "<x>"], maximumVocabulary: 262 },
        target: { tokenizer: "unigram", symbols: ["</s>"], byteFallback: false },
      },
      [
        'source.symbols "<x>": expected each once, and none that is special or a byte\'s piece',
        "source.maximumVocabulary 262: expected more than the 262 special symbols, symbols, the bytes that are in any case",
        'target.symbols "</s>": expected each once, and none that is special or a byte\'s piece',
      ],
    ],
    [
      "a segmenter that is no locale, and symbols with white space",
      { source: { segmenter: "not a locale", symbols: ["a b"] } },
      [
        'source.segmenter "not a locale": expected a locale such as ja (BCP 47)',
        'source.symbols.0 "a b": expected text without white space and ▁',
      ],
    ],
    [
      "dropout on a state that no weights multiply",
      { encoder: { cell: "ssru", recurrentDropout: 0.1 } },
      [
        `encoder.recurrentDropout 0.1: it has no effect with encoder.cell "ssru": leave it out; it needs encoder.cell one of ${listed(recurrent)}`,
      ],
    ],
    [
      "several problems, all at once",
      { encoder: { cell: "rnn" }, training: { epochs: 0 } },
      [
        `encoder.cell "rnn": expected one of ${listed(Object.keys(cellKinds))}`,
        "training.epochs 0: expected number to be >0",
      ],
    ],
  ])("refuses %s", (_, input, problems) => {
    const message = ["model.yaml:", ...problems.map((problem) => `  ${problem}`)].join("\n");
    expect(() => parseConfiguration(input, "model.yaml")).toThrow(new ConfigError(message));
    expect(problemsOf(input).map(({ text }) => text)).toEqual(problems);
  });

  it("tells problems as data, too", () => {
    expect(problemsOf({ encodr: {}, encoder: { layers: "2", dropout: 1 } })).toEqual([
      {
        kind: "wrongType",
        text: 'encoder.layers "2": expected number, received string',
        ...{ path: "encoder.layers", value: "2", expected: "number" },
      },
      {
        kind: "tooLarge",
        text: "encoder.dropout 1: expected number to be <1",
        ...{ path: "encoder.dropout", value: 1, most: 1, isAllowed: false },
      },
      expect.objectContaining({ kind: "unknownKey", path: "encodr", nearest: "encoder" }),
    ]);
    expect(problemsOf({ context: { coverage: true } })).toMatchObject([
      {
        ...{ kind: "withoutEffect", path: "context.coverage", value: true },
        found: [{ path: "context.score", value: "general" }],
        needed: [{ path: "context.score", expected: ["additive"] }],
      },
    ]);
  });
});

function problemsOf(input: unknown): readonly Problem[] {
  try {
    parseConfiguration(input);
  } catch (error) {
    return (error as ConfigError).problems;
  }
  return [];
}
