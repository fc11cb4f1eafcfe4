import type { RandomStream } from "../random.ts";
import { type Normalization, normalize } from "./normalize.ts";
import type { Tokenizer, TokenizerJson } from "./tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The base of tokenizers that look tokens up in a vocabulary. They differ in how they split a text and join tokens. */
export abstract class VocabularyTokenizer implements Tokenizer {
  abstract readonly kind: TokenizerJson["kind"];
  readonly vocabulary: Vocabulary;
  readonly lowercase: boolean;
  private readonly normalization: Normalization;
  /** What an unknown token is decoded to. */
  protected abstract readonly unknown: string;

  constructor(vocabulary: Vocabulary, lowercase: boolean, normalization: Normalization = "nfc") {
    this.vocabulary = vocabulary;
    this.lowercase = lowercase;
    this.normalization = normalization;
  }

  /** Splits a normalised text into tokens. */
  protected abstract cut(text: string): string[];

  abstract detokenize(tokens: readonly string[]): string;

  normalize(text: string): string {
    return this.detokenize(this.tokens(text));
  }

  tokens(text: string): string[] {
    return this.cut(normalize(text, this.lowercase, this.normalization));
  }

  phrases(text: string): string[][] {
    return [this.tokens(text)];
  }

  scoredTokens(text: string): string[] {
    return this.tokens(text);
  }

  encode(text: string): number[] {
    return this.vocabulary.ids(this.tokens(text));
  }

  sample(text: string, _random: RandomStream, _strength: number): number[] {
    return this.encode(text);
  }

  decode(ids: ArrayLike<number>): string {
    return this.detokenize(this.vocabulary.tokens(ids, this.unknown));
  }

  toJSON(): TokenizerJson {
    const { kind, lowercase, normalization, vocabulary } = this;
    return {
      format: 1,
      kind,
      lowercase,
      ...(normalization === "nfc" ? {} : { normalization }),
      vocabulary: vocabulary.toJSON(),
    };
  }
}
