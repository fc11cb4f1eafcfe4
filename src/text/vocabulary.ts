import { compareCodePoints } from "./code-points.ts";

/** Fills the positions after the end of a shorter sequence in a batch. */
export const PAD = 0;
/** Stands for every token that the vocabulary does not have. */
export const UNK = 1;
/** Starts the decoder. */
export const BOS = 2;
/** Ends a sequence. */
export const EOS = 3;

/** The special symbols, at the index that is their id. */
export const SPECIAL_SYMBOLS: readonly string[] = ["<pad>", "<unk>", "<s>", "</s>"];

/** Limits of a vocabulary that is built from counts. */
export interface VocabularyLimits {
  /** A token that occurs less often is left out (default 1). */
  minimumCount?: number;
  /** The most entries, the four special symbols included; the most frequent tokens stay (default no limit). */
  maximumSize?: number;
}

/**
 * Tokens and their ids. Ids 0 to 3 are the special symbols; text that is spelled like one of them, such as the
 * word "<s>", is unknown, so that no input can end or start a sequence.
 */
export class Vocabulary {
  private readonly entries: readonly string[];
  private readonly index: ReadonlyMap<string, number>;

  private constructor(tokens: Iterable<string>) {
    this.entries = [...SPECIAL_SYMBOLS, ...tokens];
    this.index = new Map(this.entries.map((token, id) => [token, id < SPECIAL_SYMBOLS.length ? UNK : id]));
  }

  /** Orders tokens by descending count, then by code point: the same counts give the same ids. */
  static fromCounts(
    counts: ReadonlyMap<string, number>,
    { minimumCount = 1, maximumSize = Number.POSITIVE_INFINITY }: VocabularyLimits = {},
  ): Vocabulary {
    const special = new Set(SPECIAL_SYMBOLS);
    const ranked = [...counts]
      .filter(([token, count]) => count >= minimumCount && !special.has(token))
      .sort(([a, countA], [b, countB]) => countB - countA || compareCodePoints(a, b))
      .map(([token]) => token);
    return new Vocabulary(ranked.slice(0, Math.max(0, maximumSize - SPECIAL_SYMBOLS.length)));
  }

  /**
   * Reads what `toJSON` wrote.
   *
   * @throws RangeError if the special symbols are not the first entries, or an entry occurs twice
   */
  static fromJSON(entries: readonly string[]): Vocabulary {
    SPECIAL_SYMBOLS.forEach((symbol, id) => {
      if (entries[id] === symbol) return;
      throw new RangeError(
        `entry ${id} is ${JSON.stringify(entries[id])}: expected ${JSON.stringify(symbol)}`,
      );
    });
    const seen = new Set<string>();
    entries.forEach((token, id) => {
      if (seen.has(token)) throw new RangeError(`entry ${id}, ${JSON.stringify(token)}, occurs twice`);
      seen.add(token);
    });
    return new Vocabulary(entries.slice(SPECIAL_SYMBOLS.length));
  }

  /** V: the number of entries, the special symbols included. */
  get size(): number {
    return this.entries.length;
  }

  /** The id of a token of text; UNK if the vocabulary does not have it. */
  id(token: string): number {
    return this.index.get(token) ?? UNK;
  }

  /**
   * The entry of an id: the token, or the special symbol as it is written.
   *
   * @throws RangeError if the id is not in 0 … size − 1
   */
  token(id: number): string {
    const token = this.entries[id];
    if (token === undefined) throw new RangeError(`id ${id}: expected an integer from 0 to ${this.size - 1}`);
    return token;
  }

  /** The ids of tokens of text. */
  ids(tokens: readonly string[]): number[] {
    return tokens.map((token) => this.id(token));
  }

  /**
   * The tokens of ids up to the first `</s>`, without `<pad>` and `<s>`.
   *
   * @param unknown the text for UNK
   * @throws RangeError if an id is not in 0 … size − 1
   */
  tokens(ids: ArrayLike<number>, unknown: string): string[] {
    const tokens: string[] = [];
    for (let i = 0; i < ids.length && ids[i] !== EOS; i++) {
      const id = ids[i]!;
      if (id !== PAD && id !== BOS) tokens.push(id === UNK ? unknown : this.token(id));
    }
    return tokens;
  }

  /** All entries, each at the index that is its id. */
  toJSON(): string[] {
    return [...this.entries];
  }
}
