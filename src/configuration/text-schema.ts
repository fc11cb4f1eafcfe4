import { z } from "zod";
import { type TokenizerSetting, tokenizerKinds } from "../text/tokenizer-kinds.ts";
import { choice, choiceHelp, readersOf } from "./choice.ts";
import { conditional, type Need, oneOf } from "./conditional.ts";

const count = z.int().positive();

const kinds = {
  auto: { description: "words where white space separates few enough of them, else characters", reads: [] },
  ...tokenizerKinds,
};

const given: Need = {
  key: ".tokenizerFile",
  isMet: (value) => value !== undefined,
  expected: "given",
};
const learnt: readonly Need[] = [
  { key: ".tokenizerFile", isMet: (value) => value === undefined, expected: "left out" },
];
const ofSubwords = (setting: TokenizerSetting) => oneOf(".tokenizer", readersOf(tokenizerKinds, setting));

/** The sections `source` and `target`: how the lines of a side become tokens. */
export const textSchema = z.strictObject({
  tokenizer: choice(kinds).default("auto").describe(choiceHelp("How a line becomes tokens.", kinds)),
  tokenizerFile: z
    .string()
    .optional()
    .describe(
      "A tokenizer.json to be used as it is, relative to the configuration file: one that henkan or Hugging Face's " +
        "programs have written. Default: a tokenizer is learnt from the pairs.",
    ),
  lowercase: conditional(z.boolean(), "Lower-cases every line first.", {
    default: false,
    off: false,
    when: [learnt],
  }),
  normalization: conditional(
    z.enum(["nfc", "nfkc"]),
    "The form of Unicode that lines are put into; nfkc also unfolds characters such as Ａ, ｱ and ㎏.",
    { default: "nfc", when: [learnt] },
  ),
  minimumCount: conditional(count, "A character or word seen less often in training becomes <unk>.", {
    default: 1,
    when: [learnt, [oneOf(".tokenizer", ["auto", ...readersOf(tokenizerKinds, "minimumCount")])]],
  }),
  maximumVocabulary: conditional(
    count,
    "The most tokens kept, special symbols included. Default: 32000; of subwords 8000.",
    { when: [learnt] },
  ),
  byteFallback: conditional(
    z.boolean(),
    "Characters that no piece has become their UTF-8 bytes, so that none is unknown.",
    { default: true, off: false, when: [learnt, [ofSubwords("byteFallback")]] },
  ),
  characterCoverage: conditional(
    z.number().positive().max(1),
    "The share of the text whose characters become pieces, the commonest first.",
    { default: 0.9995, when: [learnt, [ofSubwords("characterCoverage")]] },
  ),
  segmenter: conditional(
    z.string().refine(isLocale, "expected a locale such as ja (BCP 47)"),
    "A locale such as ja, zh or th, by whose words (Intl.Segmenter) learnt pieces are bounded. It counts while " +
      "pieces are learnt alone. Default: none.",
    { when: [learnt, [ofSubwords("segmenter")]] },
  ),
  regularization: conditional(
    z.number().min(0).max(1),
    "Training cuts each line anew in every epoch, at random. bpe: the rate of merges left out (Provilkov 2020), such " +
      "as 0.1; unigram: the exponent of a cut's probability (Kudo 2018), such as 0.2. 0: never.",
    { default: 0, off: 0, when: [[ofSubwords("regularization"), given]] },
  ),
  symbols: conditional(
    z.array(z.string().regex(/^[^\s▁]+$/u, "expected text without white space and ▁")),
    "Strings that are one token wherever they stand, such as the tag <2ja>.",
    { default: [], off: [], when: [learnt, [ofSubwords("symbols")]] },
  ),
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
