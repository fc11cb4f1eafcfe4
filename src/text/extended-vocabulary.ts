import { EOS, UNK, type Vocabulary } from "./vocabulary.ts";

/**
 * The target vocabulary extended by the tokens of one source (See 2017, section 2.2): id V + s is the token that first
 * occurs at source position s and is not in the vocabulary.
 */
export class ExtendedVocabulary {
  /** `[S]` the id as which each source token is copied, then EOS for the `</s>` after them. */
  readonly copies: Int32Array;
  private readonly vocabulary: Vocabulary;
  private readonly added: ReadonlyMap<string, number>;

  constructor(vocabulary: Vocabulary, sourceTokens: readonly string[]) {
    this.vocabulary = vocabulary;
    const added = new Map<string, number>();
    for (const [s, token] of sourceTokens.entries()) {
      if (vocabulary.id(token) === UNK && !added.has(token)) added.set(token, vocabulary.size + s);
    }
    this.added = added;
    this.copies = Int32Array.from([...this.ids(sourceTokens), EOS]);
  }

  /** The ids of tokens of text; UNK for those that neither the vocabulary nor the source has. */
  ids(tokens: readonly string[]): number[] {
    return tokens.map((token) => this.added.get(token) ?? this.vocabulary.id(token));
  }
}
