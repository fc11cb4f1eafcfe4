import { fixedPieces } from "../text/subwords/fixed-pieces.ts";
import type { Configuration } from "./schema.ts";

/** What is wrong with a configuration whose keys are right one by one: each problem with the key, its value, the way out. */
export function inconsistencies(configuration: Configuration): string[] {
  const { encoder, decoder, context, vocabulary } = configuration;
  const attends = context.kind === "attention";
  const sizes = `encoder.size and decoder.size to be equal, and they are ${encoder.size} and ${decoder.size}`;
  const dropsNothing = (
    side: "encoder" | "decoder",
    { cell, recurrentDropout }: typeof encoder | typeof decoder,
  ) =>
    [
      cell === "ssru" && recurrentDropout > 0,
      `${side}.recurrentDropout ${recurrentDropout}: expected 0, because no weights multiply an SSRU's state`,
    ] as const;
  const rules: readonly (readonly [isBroken: boolean, problem: string])[] = [
    dropsNothing("encoder", encoder),
    dropsNothing("decoder", decoder),
    [
      encoder.bidirectional && encoder.size % 2 !== 0,
      `encoder.size ${encoder.size}: expected an even number, because the encoder is bidirectional`,
    ],
    [
      attends && ["dot", "scaled-dot"].includes(context.score) && encoder.size !== decoder.size,
      `context.score "${context.score}": expected ${sizes}; use "general" for different sizes`,
    ],
    [
      attends && context.score === "multi-head" && decoder.size % context.heads !== 0,
      `context.heads ${context.heads}: expected a divisor of decoder.size ${decoder.size}`,
    ],
    [
      context.coverage && !(attends && context.score === "additive"),
      'context.coverage true: expected context.kind "attention" and context.score "additive"',
    ],
    [
      context.coverageLoss > 0 && !attends,
      `context.coverageLoss ${context.coverageLoss}: expected context.kind "attention"`,
    ],
    [decoder.copying && !attends, 'decoder.copying true: expected context.kind "attention"'],
    [decoder.bridge === "last" && encoder.size !== decoder.size, `decoder.bridge "last": expected ${sizes}`],
    [
      decoder.bridge === "last" && (encoder.layers !== decoder.layers || encoder.cell !== decoder.cell),
      'decoder.bridge "last": expected encoder and decoder to have the same cell and layers',
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
    ...sourceRules(configuration),
  ];
  return rules.flatMap(([isBroken, problem]) => (isBroken ? [problem] : []));
}

/** What subwords alone have, and what they need. */
function subwordRules(
  side: "source" | "target",
  text: Configuration["source"],
  isCopying: boolean,
): [isBroken: boolean, problem: string][] {
  const { tokenizer, tokenizerFile, symbols, byteFallback, maximumVocabulary, regularization } = text;
  const isSubword = tokenizer === "bpe" || tokenizer === "unigram";
  const fixed = fixedPieces({ symbols, byteFallback });
  const twice = symbols.find((symbol) => fixed.indexOf(symbol) !== fixed.lastIndexOf(symbol));
  const bytes = byteFallback ? ", the bytes" : "";
  return [
    [
      symbols.length > 0 && !isSubword,
      `${side}.symbols: expected ${side}.tokenizer "bpe" or "unigram", and it is ${JSON.stringify(tokenizer)}`,
    ],
    [
      twice !== undefined,
      `${side}.symbols ${JSON.stringify(twice)}: expected each once, and none that is special or a byte's piece`,
    ],
    [
      regularization > 0 && !isSubword && tokenizerFile === undefined,
      `${side}.regularization ${regularization}: expected ${side}.tokenizer "bpe" or "unigram", and it is ` +
        JSON.stringify(tokenizer),
    ],
    [
      regularization > 0 && isCopying,
      `${side}.regularization ${regularization}: expected 0, because decoder.copying is true`,
    ],
    [
      isSubword && maximumVocabulary !== undefined && maximumVocabulary <= fixed.length,
      `${side}.maximumVocabulary ${maximumVocabulary}: expected more than the ${fixed.length} special symbols, ` +
        `symbols${bytes} that are in any case`,
    ],
  ];
}

/** A joint vocabulary is of lines that are cut and counted alike. */
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

/** Weights are of training pairs, and of all of their sources or none. */
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

/** All of `text` but `maximumLength`, and `regularization`, which changes nothing in the vocabulary. */
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
