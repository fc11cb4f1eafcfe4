import { PieceTrie } from "./piece-trie.ts";

/** A string that is always one token, as listed in the `added_tokens` of a tokenizer.json. */
export interface AddedSymbol {
  readonly content: string;
  /** Whether it is searched for in the normalised text rather than in the text as it is. */
  readonly normalized: boolean;
  /** Whether white space before it belongs to it. */
  readonly lstrip: boolean;
  /** Whether white space after it belongs to it. */
  readonly rstrip: boolean;
}

/** A part of a text: a symbol, or the text between symbols. */
export interface Section {
  readonly text: string;
  readonly isSymbol: boolean;
  /** Whether the part is the first. */
  readonly isStart: boolean;
}

const whiteSpace = /\p{White_Space}/u;

/** Finds symbols in text, from left to right: the longest if several begin at one place. */
export class SymbolSplitter {
  private readonly symbols: readonly AddedSymbol[];
  private readonly trie: PieceTrie;
  /** The UTF-16 code units that symbols begin with. */
  private readonly firsts: ReadonlySet<number>;

  /** @param spelled how each symbol is spelled in the text */
  constructor(symbols: readonly AddedSymbol[], spelled: (symbol: AddedSymbol) => string) {
    this.symbols = symbols;
    const spellings = symbols.map((symbol) => unitsOf(spelled(symbol)));
    const lengths = spellings.map(({ length }) => length);
    this.trie = new PieceTrie(
      lengths.reduce((sum, length) => sum + length, 0),
      lengths.reduce((longest, length) => Math.max(longest, length), 0),
    );
    for (const [n, units] of spellings.entries()) this.trie.add(units, 0, units.length, n);
    this.firsts = new Set(spellings.flatMap((units) => (units.length > 0 ? [units[0]!] : [])));
  }

  split(text: string, isStart = true): Section[] {
    if (this.symbols.length === 0) return text === "" ? [] : [{ text, isSymbol: false, isStart }];
    const sections: Section[] = [];
    const add = (part: string, isSymbol: boolean) => {
      if (part === "") return;
      sections.push({ text: part, isSymbol, isStart: isStart && sections.length === 0 });
    };
    const units = unitsOf(text);
    let end = 0;
    for (let at = 0; at < units.length; at++) {
      if (!this.firsts.has(units[at]!)) continue;
      const count = this.trie.match(units, at, units.length);
      if (count === 0) continue;
      const { content, lstrip, rstrip } = this.symbols[this.trie.found[count - 1]!]!;
      let [from, to] = [at, at + this.trie.lengths[count - 1]!];
      while (lstrip && from > end && whiteSpace.test(text[from - 1]!)) from--;
      while (rstrip && to < text.length && whiteSpace.test(text[to]!)) to++;
      add(text.slice(end, from), false);
      add(content, true);
      end = to;
      at = to - 1;
    }
    add(text.slice(end), false);
    return sections;
  }
}

function unitsOf(text: string): Int32Array {
  return Int32Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}
