import { normalize } from "./normalize.ts";
import type { Tokenizer, TokenizerJson } from "./tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Every character is a token, where a character is what a reader takes for one: a grapheme cluster. */
export class CharacterTokenizer implements Tokenizer {
  readonly kind = "characters";
  readonly vocabulary: Vocabulary;
  readonly lowercase: boolean;

  constructor(vocabulary: Vocabulary, lowercase: boolean) {
    this.vocabulary = vocabulary;
    this.lowercase = lowercase;
  }

  tokens(text: string): string[] {
    return graphemes(normalize(text, this.lowercase));
  }

  encode(text: string): number[] {
    return this.vocabulary.ids(this.tokens(text));
  }

  decode(ids: ArrayLike<number>): string {
    return this.detokenize(this.vocabulary.tokens(ids, "\ufffd"));
  }

  detokenize(tokens: readonly string[]): string {
    return tokens.join("");
  }

  toJSON(): TokenizerJson {
    const { kind, lowercase, vocabulary } = this;
    return { format: 1, kind, lowercase, vocabulary: vocabulary.toJSON() };
  }
}

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * The extended grapheme clusters of a text (Unicode Standard Annex 29). In printable ASCII every character is one
 * by itself, and splitting it without the segmenter is a hundred times faster.
 */
function graphemes(text: string): string[] {
  if (/^[ -~]*$/.test(text)) return text.split("");
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
