import { attentionScores, bridges } from "../nn/index.ts";
import { fixedPieces } from "../text/subwords/fixed-pieces.ts";
import type { Configuration } from "./schema.ts";

/** The problems of a configuration whose keys are valid one by one: each with the key, its value, the way out. */
export function inconsistencies(configuration: Configuration): string[] {
  const { encoder, decoder, context, vocabulary, training, runtime } = configuration;
  const { score, heads } = context;
  const { needsEqualStacks } = bridges[decoder.bridge];
  const sizes = `encoder.size and decoder.size to be equal, and they are ${encoder.size} and ${decoder.size}`;
  const rules: readonly (readonly [isBroken: boolean, problem: string])[] = [
    [
      encoder.bidirectional && encoder.size % 2 !== 0,
      `encoder.size ${encoder.size}: expected an even number, because the encoder is bidirectional`,
    ],
    [
      score !== undefined && attentionScores[score].needsEqualSizes && encoder.size !== decoder.size,
      `context.score "${score}": expected ${sizes}; use "general" for different sizes`,
    ],
    [
      heads !== undefined && decoder.size % heads !== 0,
      `context.heads ${heads}: expected a divisor of decoder.size ${decoder.size}`,
    ],
    [
      needsEqualStacks && encoder.size !== decoder.size,
      `decoder.bridge "${decoder.bridge}": expected ${sizes}`,
    ],
    [
      needsEqualStacks && (encoder.layers !== decoder.layers || encoder.cell !== decoder.cell),
      `decoder.bridge "${decoder.bridge}": expected encoder and decoder to have the same cell and layers`,
    ],
    [
      decoder.tiedEmbeddings !== "none" && decoder.embedding !== decoder.size,
      `decoder.tiedEmbeddings "${decoder.tiedEmbeddings}": expected decoder.embedding and decoder.size to be equal, ` +
        `and they are ${decoder.embedding} and ${decoder.size}`,
    ],
    [
      decoder.tiedEmbeddings === "all" && encoder.embedding !== decoder.embedding,
      'decoder.tiedEmbeddings "all": expected encoder.embedding and decoder.embedding to be equal, and they are ' +
        `${encoder.embedding} and ${decoder.embedding}`,
    ],
    [
      decoder.tiedEmbeddings === "all" && vocabulary !== "joint",
      `decoder.tiedEmbeddings "all": expected vocabulary "joint"`,
    ],
    ...subwordRules("source", configuration.source, decoder.copying),
    ...subwordRules("target", configuration.target, decoder.copying),
    ...unlikeSides(configuration),
    [
      (runtime.replicas ?? 1) > (training.microBatches ?? Number.POSITIVE_INFINITY),
      `runtime.replicas ${runtime.replicas}: expected at most as many as the parts of a batch, training.microBatches ${training.microBatches}`,
    ],
    ...sourceRules(configuration),
    ...readingRules(configuration),
  ];
  return rules.flatMap(([isBroken, problem]) => (isBroken ? [problem] : []));
}

/** Rules for subword tokenizers. */
function subwordRules(
  side: "source" | "target",
  text: Configuration["source"],
  isCopying: boolean | undefined,
): [isBroken: boolean, problem: string][] {
  const { symbols = [], byteFallback, maximumVocabulary, regularization = 0 } = text;
  const isSubword = byteFallback !== undefined;
  const fixed = fixedPieces({ symbols, byteFallback: byteFallback === true });
  const twice = symbols.find((symbol) => fixed.indexOf(symbol) !== fixed.lastIndexOf(symbol));
  const bytes = byteFallback ? ", the bytes" : "";
  return [
    [
      twice !== undefined,
      `${side}.symbols ${JSON.stringify(twice)}: expected each once, and none that is special or a byte's piece`,
    ],
    [
      regularization > 0 && isCopying === true,
      `${side}.regularization ${regularization}: expected 0, because decoder.copying is true`,
    ],
    [
      isSubword && maximumVocabulary !== undefined && maximumVocabulary <= fixed.length,
      `${side}.maximumVocabulary ${maximumVocabulary}: expected more than the ${fixed.length} special symbols, ` +
        `symbols${bytes} that are in any case`,
    ],
  ];
}

/** A joint vocabulary needs both sides to be tokenized and counted in the same way. */
function unlikeSides({ vocabulary, source, target }: Configuration): [isBroken: boolean, problem: string][] {
  return sharedKeys.map((key) => {
    const [ofSource, ofTarget] = [source[key], target[key]].map(
      (value) => JSON.stringify(value) ?? "(default)",
    );
    return [
      vocabulary === "joint" && ofSource !== ofTarget,
      `source.${key} ${ofSource}: expected that of the target, ${ofTarget}, because vocabulary is "joint"`,
    ];
  });
}

/** Only training pairs have weights: either all of their sources or none. */
function sourceRules({ data }: Configuration): [isBroken: boolean, problem: string][] {
  const weighted = (["pairs", "dev", "test"] as const).flatMap((part) => {
    const files = data[part];
    return Array.isArray(files)
      ? files.map(({ weight }, i) => ({ part, key: `data.${part}.${i}.weight`, weight }))
      : [];
  });
  const training = weighted.filter(({ part }) => part === "pairs");
  const some = training.some(({ weight }) => weight !== undefined);
  return [
    ...training.map(({ key, weight }): [boolean, string] => [
      some && weight === undefined,
      `${key} (nothing): expected a number, because other sources have one`,
    ]),
    ...weighted
      .filter(({ part }) => part !== "pairs")
      .map(({ part, key, weight }): [boolean, string] => [
        weight !== undefined,
        `${key} ${weight}: leave it out: all ${part} pairs are scored, each once`,
      ]),
    [
      some && data.temperature !== 1,
      `data.temperature ${data.temperature}: expected 1, because the sources have weights`,
    ],
  ];
}

/** Settings for reading files need a file that can be read that way. */
function readingRules({ data }: Configuration): [isBroken: boolean, problem: string][] {
  const named = [data.pairs, data.dev, data.test].filter((files) => files !== undefined);
  const files = named.flatMap((one) => (Array.isArray(one) ? one.map(({ pairs }) => pairs) : [one]));
  const areOfLines = files.length > 0 && files.every((one) => typeof one === "object");
  const isOne = data.pairs !== undefined && (!Array.isArray(data.pairs) || data.pairs.length === 1);
  return [
    ...(["format", "columns", "header"] as const).map((key): [boolean, string] => [
      areOfLines && data[key] !== undefined,
      `data.${key} ${JSON.stringify(data[key])}: without effect: the lines of two files are read as they are; leave it out`,
    ]),
    [
      isOne && data.temperature !== 1,
      `data.temperature ${data.temperature}: without effect: data.pairs is one dataset; leave it out`,
    ],
  ];
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
