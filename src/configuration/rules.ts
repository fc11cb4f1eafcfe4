import { attentionScores, bridges } from "../nn/index.ts";
import type { ConfigurationProblem } from "../problems.ts";
import { fixedPieces } from "../text/subwords/fixed-pieces.ts";
import type { Configuration } from "./schema.ts";

/** A condition that must not hold, and the problem where it does. */
type Rule = readonly [isBroken: boolean, problem: ConfigurationProblem];

/** The problems of a configuration whose keys are valid one by one: each with the key, its value, the way out. */
export function inconsistencies(configuration: Configuration): ConfigurationProblem[] {
  const rules = [
    ...sizeRules(configuration),
    ...tyingRules(configuration),
    ...subwordRules("source", configuration.source, configuration.decoder.copying),
    ...subwordRules("target", configuration.target, configuration.decoder.copying),
    ...unlikeSides(configuration),
    ...replicaRules(configuration),
    ...sourceRules(configuration),
    ...readingRules(configuration),
  ];
  return rules.flatMap(([isBroken, problem]) => (isBroken ? [problem] : []));
}

/** Sizes that have to fit each other. */
function sizeRules({ encoder, decoder, context }: Configuration): Rule[] {
  const { score, heads } = context;
  const { needsEqualStacks } = bridges[decoder.bridge];
  const sizes = `encoder.size and decoder.size to be equal, and they are ${encoder.size} and ${decoder.size}`;
  const both = {
    one: { path: "encoder.size", value: encoder.size },
    other: { path: "decoder.size", value: decoder.size },
  };
  const bridge = { path: "decoder.bridge", value: decoder.bridge };
  return [
    [
      encoder.bidirectional && encoder.size % 2 !== 0,
      {
        kind: "odd",
        text: `encoder.size ${encoder.size}: expected an even number, because the encoder is bidirectional`,
        ...both.one,
      },
    ],
    [
      score !== undefined && attentionScores[score].needsEqualSizes && encoder.size !== decoder.size,
      {
        kind: "unequal",
        text: `context.score "${score}": expected ${sizes}; use "general" for different sizes`,
        ...{ path: "context.score", value: score, ...both },
      },
    ],
    [
      heads !== undefined && decoder.size % heads !== 0,
      {
        kind: "noDivisor",
        text: `context.heads ${heads}: expected a divisor of decoder.size ${decoder.size}`,
        ...{ path: "context.heads", value: heads, of: both.other },
      },
    ],
    [
      needsEqualStacks && encoder.size !== decoder.size,
      {
        kind: "unequal",
        text: `decoder.bridge "${decoder.bridge}": expected ${sizes}`,
        ...{ ...bridge, ...both },
      },
    ],
    [
      needsEqualStacks && (encoder.layers !== decoder.layers || encoder.cell !== decoder.cell),
      {
        kind: "otherStack",
        text: `decoder.bridge "${decoder.bridge}": expected encoder and decoder to have the same cell and layers`,
        ...bridge,
      },
    ],
  ];
}

/** Embeddings that share weights have one size. */
function tyingRules({ encoder, decoder, vocabulary }: Configuration): Rule[] {
  const tied = { path: "decoder.tiedEmbeddings", value: decoder.tiedEmbeddings };
  const embedding = { path: "decoder.embedding", value: decoder.embedding };
  return [
    [
      decoder.tiedEmbeddings !== "none" && decoder.embedding !== decoder.size,
      {
        kind: "unequal",
        text:
          `decoder.tiedEmbeddings "${decoder.tiedEmbeddings}": expected decoder.embedding and decoder.size to be equal, ` +
          `and they are ${decoder.embedding} and ${decoder.size}`,
        ...{ ...tied, one: embedding, other: { path: "decoder.size", value: decoder.size } },
      },
    ],
    [
      decoder.tiedEmbeddings === "all" && encoder.embedding !== decoder.embedding,
      {
        kind: "unequal",
        text:
          'decoder.tiedEmbeddings "all": expected encoder.embedding and decoder.embedding to be equal, and they are ' +
          `${encoder.embedding} and ${decoder.embedding}`,
        ...{ ...tied, one: { path: "encoder.embedding", value: encoder.embedding }, other: embedding },
      },
    ],
    [
      decoder.tiedEmbeddings === "all" && vocabulary !== "joint",
      { kind: "notJoint", text: `decoder.tiedEmbeddings "all": expected vocabulary "joint"`, ...tied },
    ],
  ];
}

/** Rules for subword tokenizers. */
function subwordRules(
  side: "source" | "target",
  text: Configuration["source"],
  isCopying: boolean | undefined,
): Rule[] {
  const { symbols = [], byteFallback, maximumVocabulary, regularization = 0 } = text;
  const isSubword = byteFallback !== undefined;
  const fixed = fixedPieces({ symbols, byteFallback: byteFallback === true });
  const twice = symbols.find((symbol) => fixed.indexOf(symbol) !== fixed.lastIndexOf(symbol));
  const bytes = byteFallback ? ", the bytes" : "";
  return [
    [
      twice !== undefined,
      {
        kind: "symbolTaken",
        text: `${side}.symbols ${JSON.stringify(twice)}: expected each once, and none that is special or a byte's piece`,
        ...{ path: `${side}.symbols`, value: twice },
      },
    ],
    [
      regularization > 0 && isCopying === true,
      {
        kind: "copiesSubwords",
        text: `${side}.regularization ${regularization}: expected 0, because decoder.copying is true`,
        ...{ path: `${side}.regularization`, value: regularization },
      },
    ],
    [
      isSubword && maximumVocabulary !== undefined && maximumVocabulary <= fixed.length,
      {
        kind: "fewPieces",
        text:
          `${side}.maximumVocabulary ${maximumVocabulary}: expected more than the ${fixed.length} special symbols, ` +
          `symbols${bytes} that are in any case`,
        ...{ path: `${side}.maximumVocabulary`, value: maximumVocabulary, fixed: fixed.length },
      },
    ],
  ];
}

/** A joint vocabulary needs both sides to be tokenized and counted in the same way. */
function unlikeSides({ vocabulary, source, target }: Configuration): Rule[] {
  return sharedKeys.map((key) => {
    const [ofSource, ofTarget] = [source[key], target[key]].map(
      (value) => JSON.stringify(value) ?? "(default)",
    );
    return [
      vocabulary === "joint" && ofSource !== ofTarget,
      {
        kind: "unlikeTarget",
        text: `source.${key} ${ofSource}: expected that of the target, ${ofTarget}, because vocabulary is "joint"`,
        ...{ path: `source.${key}`, value: source[key], target: target[key] },
      },
    ];
  });
}

function replicaRules({ runtime: { replicas = 1 }, training: { microBatches } }: Configuration): Rule[] {
  const parts = microBatches ?? Number.POSITIVE_INFINITY;
  return [
    [
      replicas > parts,
      {
        kind: "moreThanParts",
        text: `runtime.replicas ${replicas}: expected at most as many as the parts of a batch, training.microBatches ${microBatches}`,
        ...{ path: "runtime.replicas", value: replicas, parts },
      },
    ],
  ];
}

/** Only training pairs have weights: either all of their sources or none. */
function sourceRules({ data }: Configuration): Rule[] {
  const weighted = (["pairs", "dev", "test"] as const).flatMap((part) => {
    const files = data[part];
    return Array.isArray(files)
      ? files.map(({ weight }, i) => ({ part, key: `data.${part}.${i}.weight`, weight }))
      : [];
  });
  const training = weighted.filter(({ part }) => part === "pairs");
  const some = training.some(({ weight }) => weight !== undefined);
  return [
    ...training.map(
      ({ key, weight }): Rule => [
        some && weight === undefined,
        ofFiles(key, weight, "expected a number, because other sources have one"),
      ],
    ),
    ...weighted
      .filter(({ part }) => part !== "pairs")
      .map(
        ({ part, key, weight }): Rule => [
          weight !== undefined,
          ofFiles(key, weight, `leave it out: all ${part} pairs are scored, each once`),
        ],
      ),
    [
      some && data.temperature !== 1,
      ofFiles("data.temperature", data.temperature, "expected 1, because the sources have weights"),
    ],
  ];
}

/** Settings for reading files need a file that can be read that way. */
function readingRules({ data }: Configuration): Rule[] {
  const named = [data.pairs, data.dev, data.test].filter((files) => files !== undefined);
  const files = named.flatMap((one) => (Array.isArray(one) ? one.map(({ pairs }) => pairs) : [one]));
  const areOfLines = files.length > 0 && files.every((one) => typeof one === "object");
  const isOne = data.pairs !== undefined && (!Array.isArray(data.pairs) || data.pairs.length === 1);
  return [
    ...(["format", "columns", "header"] as const).map(
      (key): Rule => [
        areOfLines && data[key] !== undefined,
        ofFiles(
          `data.${key}`,
          data[key],
          "without effect: the lines of two files are read as they are; leave it out",
        ),
      ],
    ),
    [
      isOne && data.temperature !== 1,
      ofFiles(
        "data.temperature",
        data.temperature,
        "without effect: data.pairs is one dataset; leave it out",
      ),
    ],
  ];
}

/** A problem of settings for files, which only programs have. */
function ofFiles(path: string, value: unknown, expected: string): ConfigurationProblem {
  const text = `${path} ${JSON.stringify(value) ?? "(nothing)"}: ${expected}`;
  return { kind: "unexpected", text, path, value, expected };
}

/** All keys of `text` except `maximumLength`, and `regularization`, which changes nothing in the vocabulary. */
const sharedKeys = [
  "tokenizer",
  "tokenizerFile",
  "lowercase",
  "normalization",
  "minimumCount",
  "maximumVocabulary",
  "byteFallback",
  "characterCoverage",
  "segmenter",
  "symbols",
] as const;
