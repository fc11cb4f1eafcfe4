/** The settings that only some tokenizers read when they are learnt or applied. */
export type TokenizerSetting =
  | "minimumCount"
  | "byteFallback"
  | "characterCoverage"
  | "segmenter"
  | "regularization"
  | "symbols";

interface TokenizerKindDefinition {
  /** One phrase with its source, for help and pages. */
  readonly description: string;
  /** The settings that have an effect on it; the others are refused. */
  readonly reads: readonly TokenizerSetting[];
}

const ofSubwords = ["byteFallback", "characterCoverage", "segmenter", "regularization", "symbols"] as const;

/** The kinds of tokenizers: the schema, help and pages are made from this list. */
export const tokenizerKinds = {
  characters: { description: "a token for each character", reads: ["minimumCount"] },
  words: { description: "a token for each word between white space", reads: ["minimumCount"] },
  bpe: { description: "subwords by byte-pair encoding (Sennrich 2016)", reads: ofSubwords },
  unigram: { description: "subwords by a unigram language model (Kudo 2018)", reads: ofSubwords },
} as const satisfies Readonly<Record<string, TokenizerKindDefinition>>;

export type TokenizerKind = keyof typeof tokenizerKinds;
