import { z } from "zod";
import type { RandomStream } from "../random.ts";
import type { Normalization } from "./normalize.ts";
import type { TokenizerFile } from "./subwords/tokenizer-file.ts";
import type { TokenizerKind } from "./tokenizer-kinds.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Converts text to ids and back. All kinds normalise text first, see `normalize`. */
export interface Tokenizer {
  readonly kind: TokenizerKind;
  /** Whether text is converted to lower case first. */
  readonly lowercase: boolean;
  readonly vocabulary: Vocabulary;
  /** The normal form of a text: what decoding gives back if the vocabulary has all its tokens. */
  normalize(text: string): string;
  /** The normalised text in pieces, before vocabulary lookup. For subwords, a byte piece is spelled `<0xE3>`. */
  tokens(text: string): string[];
  /**
   * The ways to tokenise a phrase that may occur anywhere in a text, the likelier first. For subwords, a phrase may
   * begin a word or, if nothing separates words, be within one. For characters and words there is only one way.
   */
  phrases(text: string): string[][];
  /** The ids of the pieces, without `<s>` and `</s>`; UNK for a piece that the vocabulary does not have. */
  encode(text: string): number[];
  /**
   * Like `encode`, for training: subwords sample one segmentation of the text. Characters and words have only one.
   * @param strength 0: no sampling; for BPE the rate of dropped merges, up to 1 (Provilkov 2020); for unigram the
   * exponent α of P(x)^α: the nearer to 0, the more varied (Kudo 2018)
   */
  sample(text: string, random: RandomStream, strength: number): number[];
  /**
   * The text of ids up to the first `</s>`; `<pad>` and `<s>` are left out. UNK becomes the word `<unk>`, or the one
   * character U+FFFD among characters and subwords. Byte pieces that are not valid UTF-8, such as the first bytes of
   * an unfinished character, become U+FFFD too.
   *
   * @throws RangeError if an id is not in the vocabulary
   */
  decode(ids: ArrayLike<number>): string;
  /** Joins pieces into text. */
  detokenize(tokens: readonly string[]): string;
  /**
   * The tokens of a text for metrics that compare tokens. They do not depend on training: words or characters as
   * `tokens` gives them; for subwords, words between spaces and single characters of Japanese and Chinese.
   */
  scoredTokens(text: string): string[];
  toJSON(): TokenizerJson | TokenizerFile;
}

export interface TokenizerOptions {
  kind: TokenizerKind;
  /** Default false. */
  lowercase?: boolean | undefined;
  /** The Unicode normalization form of text (default "nfc"). */
  normalization?: Normalization | undefined;
  /** For characters and words: a token that occurs less often in the lines is unknown (default 1). */
  minimumCount?: number | undefined;
  /**
   * V: the most entries, special symbols included (default no limit; for subwords 8,000). There are fewer if the lines
   * have fewer; subwords always have their symbols and bytes.
   */
  maximumVocabulary?: number | undefined;
  /** For subwords: whether characters without a piece become UTF-8 bytes, so that none is unknown (default true). */
  byteFallback?: boolean | undefined;
  /**
   * For subwords: the share of the text, in (0, 1], whose characters become pieces by themselves, the commonest first
   * (default 0.9995).
   */
  characterCoverage?: number | undefined;
  /**
   * For subwords: a locale (BCP 47) such as "ja", with which `Intl.Segmenter` finds word boundaries that learnt pieces
   * do not cross (default none). Encoding does not split text at these boundaries.
   */
  segmenter?: string | undefined;
  /**
   * For subwords: strings that are always one token, such as the tag <2ja> (default none). In the normal form each is
   * a word by itself.
   */
  symbols?: readonly string[] | undefined;
}

/** A tokenizer of characters or words as JSON. */
export const tokenizerSchema = z.strictObject({
  format: z.literal(1),
  kind: z.enum(["characters", "words"]),
  lowercase: z.boolean(),
  normalization: z.enum(["nfc", "nfkc"]).optional(),
  vocabulary: z.array(z.string()),
});

/** A tokenizer of characters or words as data. Each entry of the vocabulary is at the index that is its id. */
export type TokenizerJson = z.infer<typeof tokenizerSchema>;
