import { normalize } from "./normalize.ts";
import type { Tokenizer, TokenizerJson, TokenizerKind } from "./tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What tokenizers share that look tokens up in a vocabulary: they differ in how they cut a text and join tokens. */
export abstract class VocabularyTokenizer implements Tokenizer {
  abstract readonly kind: TokenizerKind;
  readonly vocabulary: Vocabulary;
  readonly lowercase: boolean;
  /** What an unknown token is decoded to. */
  protected abstract readonly unknown: string;

  constructor(vocabulary: Vocabulary, lowercase: boolean) {
    this.vocabulary = vocabulary;
    this.lowercase = lowercase;
  }

  /** Cuts a normalised text. */
  protected abstract cut(text: string): string[];

  abstract detokenize(tokens: readonly string[]): string;

  tokens(text: string): string[] {
    return this.cut(normalize(text, this.lowercase));
  }

  encode(text: string): number[] {
    return this.vocabulary.ids(this.tokens(text));
  }

  decode(ids: ArrayLike<number>): string {
    return this.detokenize(this.vocabulary.tokens(ids, this.unknown));
  }

  toJSON(): TokenizerJson {
    const { kind, lowercase, vocabulary } = this;
    return { format: 1, kind, lowercase, vocabulary: vocabulary.toJSON() };
  }
}
