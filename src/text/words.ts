import { normalize } from "./normalize.ts";
import type { Tokenizer, TokenizerJson } from "./tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Whatever stands between white space is a token: words, phones, or the pieces that another program has cut. Any
 * run of Unicode white space separates; one space joins.
 */
export class WordTokenizer implements Tokenizer {
  readonly kind = "words";
  readonly vocabulary: Vocabulary;
  readonly lowercase: boolean;

  constructor(vocabulary: Vocabulary, lowercase: boolean) {
    this.vocabulary = vocabulary;
    this.lowercase = lowercase;
  }

  tokens(text: string): string[] {
    return words(normalize(text, this.lowercase));
  }

  encode(text: string): number[] {
    return this.vocabulary.ids(this.tokens(text));
  }

  decode(ids: ArrayLike<number>): string {
    return this.detokenize(this.vocabulary.tokens(ids, "<unk>"));
  }

  detokenize(tokens: readonly string[]): string {
    return tokens.join(" ");
  }

  toJSON(): TokenizerJson {
    const { kind, lowercase, vocabulary } = this;
    return { format: 1, kind, lowercase, vocabulary: vocabulary.toJSON() };
  }
}

/** The pieces of a text between runs of Unicode white space. */
export function words(text: string): string[] {
  return text.match(/\P{White_Space}+/gu) ?? [];
}
