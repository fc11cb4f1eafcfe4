import { z } from "zod";
import type { RandomStream } from "../random.ts";
import type { Normalization } from "./normalize.ts";
import type { TokenizerFile } from "./subwords/tokenizer-file.ts";
import type { TokenizerKind } from "./tokenizer-kinds.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Text to ids and back. All kinds put text into a normal form first, see `normalize`. */
export interface Tokenizer {
  readonly kind: TokenizerKind;
  /** Whether text is put into lower case first. */
  readonly lowercase: boolean;
  readonly vocabulary: Vocabulary;
  /** The normal form of a text: what comes back of it where the vocabulary has all its tokens. */
  normalize(text: string): string;
  /** The normalised text in pieces, before the vocabulary is asked. Subwords: a byte's piece is spelled `<0xE3>`. */
  tokens(text: string): string[];
  /**
   * The tokens of a phrase that may stand anywhere in a text, the likelier first: a phrase may begin a subword's word or
   * stand within one, where nothing separates words. One way alone for characters and words.
   */
  phrases(text: string): string[][];
  /** The ids of the pieces, without `<s>` and `</s>`; UNK for a piece that the vocabulary does not have. */
  encode(text: string): number[];
  /**
   * As `encode`, for training: subwords draw one of the ways to cut the text. There is one way alone for characters
   * and words.
   * @param strength 0: none; for BPE the rate of dropped merges, up to 1 (Provilkov 2020); for unigram the exponent α
   * of P(x)^α: the nearer to 0, the more varied (Kudo 2018)
   */
  sample(text: string, random: RandomStream, strength: number): number[];
  /**
   * The text of ids up to the first `</s>`; `<pad>` and `<s>` are left out. UNK becomes the word `<unk>`, or the
   * one character U+FFFD among characters and subwords. So do bytes of subwords that are no UTF-8, such as a
   * character of which only the first bytes are there yet.
   *
   * @throws RangeError if an id is not in the vocabulary
   */
  decode(ids: ArrayLike<number>): string;
  /** Puts pieces together again. */
  detokenize(tokens: readonly string[]): string;
  /**
   * The tokens of a text for metrics that compare tokens. They do not depend on training: words or characters as
   * `tokens` gives them, and for subwords words between spaces, with each character of Japanese and Chinese by itself.
   */
  scoredTokens(text: string): string[];
  toJSON(): TokenizerJson | TokenizerFile;
}

export interface TokenizerOptions {
  kind: TokenizerKind;
  /** Default false. */
  lowercase?: boolean | undefined;
  /** The form of Unicode that text is put into (default "nfc"). */
  normalization?: Normalization | undefined;
  /** Of characters and words: one that occurs less often in the lines is unknown (default 1). */
  minimumCount?: number | undefined;
  /**
   * V: the most entries, special symbols included (default no limit; for subwords 8,000). Fewer where the lines have
   * fewer; subwords have their symbols and bytes in any case.
   */
  maximumVocabulary?: number | undefined;
  /** Of subwords: whether characters that no piece has become their UTF-8 bytes, so that none is unknown (default true). */
  byteFallback?: boolean | undefined;
  /**
   * Of subwords: the share of the text, in (0, 1], whose characters become pieces by themselves, the commonest first
   * (default 0.9995).
   */
  characterCoverage?: number | undefined;
  /**
   * Of subwords: a locale (BCP 47) such as "ja", by which `Intl.Segmenter` finds words that learnt pieces do not reach
   * over (default none). Text that is encoded is not cut like that.
   */
  segmenter?: string | undefined;
  /**
   * Of subwords: strings that are one token wherever they stand, such as the tag <2ja> (default none). In the normal
   * form each is a word by itself.
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

/** A tokenizer of characters or words as data. Each entry of the vocabulary stands at the index that is its id. */
export type TokenizerJson = z.infer<typeof tokenizerSchema>;
