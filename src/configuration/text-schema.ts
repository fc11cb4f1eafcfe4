import { z } from "zod";

const count = z.int().positive();

/** The sections `source` and `target`: how the lines of a side become tokens. */
export const textSchema = z.strictObject({
  tokenizer: z
    .enum(["auto", "characters", "words", "bpe", "unigram"])
    .default("auto")
    .describe(
      "How a line becomes tokens. auto: words where white space separates few enough of them, else characters; bpe: " +
        "subwords by byte-pair encoding (Sennrich 2016); unigram: subwords by a unigram language model (Kudo 2018).",
    ),
  tokenizerFile: z
    .string()
    .optional()
    .describe(
      "A tokenizer.json to be used as it is, relative to the configuration file: one that henkan or Hugging Face's " +
        "programs have written. Default: a tokenizer is learnt from the pairs.",
    ),
  lowercase: z.boolean().default(false).describe("Lower-cases every line first."),
  normalization: z
    .enum(["nfc", "nfkc"])
    .default("nfc")
    .describe(
      "The form of Unicode that lines are put into; nfkc also unfolds characters such as Ａ, ｱ and ㎏.",
    ),
  minimumCount: count
    .default(1)
    .describe("A character or word seen less often in training becomes <unk>; not for subwords."),
  maximumVocabulary: count
    .optional()
    .describe("The most tokens kept, special symbols included. Default: 32000; of subwords 8000."),
  byteFallback: z
    .boolean()
    .default(true)
    .describe("Subwords: characters that no piece has become their UTF-8 bytes, so that none is unknown."),
  characterCoverage: z
    .number()
    .positive()
    .max(1)
    .default(0.9995)
    .describe("Subwords: the share of the text whose characters become pieces, the commonest first."),
  segmenter: z
    .string()
    .refine(isLocale, "expected a locale such as ja (BCP 47)")
    .optional()
    .describe(
      "Subwords: a locale such as ja, zh or th, by whose words (Intl.Segmenter) learnt pieces are bounded. It counts " +
        "while pieces are learnt alone. Default: none.",
    ),
  regularization: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      "Subwords: training cuts each line anew in every epoch, at random. bpe: the rate of merges left out (Provilkov " +
        "2020), such as 0.1; unigram: the exponent of a cut's probability (Kudo 2018), such as 0.2. 0: never.",
    ),
  symbols: z
    .array(z.string().regex(/^[^\s▁]+$/u, "expected text without white space and ▁"))
    .default([])
    .describe("Subwords: strings that are one token wherever they stand, such as the tag <2ja>."),
  maximumLength: count
    .default(200)
    .describe("Longer pairs are left out of training, and longer sources are cut; in tokens."),
});

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
