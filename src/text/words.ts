import { VocabularyTokenizer } from "./vocabulary-tokenizer.ts";

/**
 * Everything between white space is a token: words, phones, or the pieces of another program. Any run of Unicode white
 * space separates tokens; one space joins them.
 */
export class WordTokenizer extends VocabularyTokenizer {
  override readonly kind = "words";
  protected override readonly unknown = "<unk>";

  protected override cut(text: string): string[] {
    return words(text);
  }

  override detokenize(tokens: readonly string[]): string {
    return tokens.join(" ");
  }
}

/** The pieces of a text between runs of Unicode white space. */
export function words(text: string): string[] {
  return text.match(/\P{White_Space}+/gu) ?? [];
}
