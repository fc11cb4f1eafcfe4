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

/** Finds symbols in text, from left to right: the longest if several begin at one place. */
export class SymbolSplitter {
  private readonly pattern: RegExp | undefined;
  private readonly contents: ReadonlyMap<string, string>;

  /** @param spelled how each symbol is spelled in the text */
  constructor(symbols: readonly AddedSymbol[], spelled: (symbol: AddedSymbol) => string) {
    this.contents = new Map(symbols.map((symbol) => [spelled(symbol), symbol.content]));
    const longestFirst = [...symbols].sort((a, b) => spelled(b).length - spelled(a).length);
    const alternatives = longestFirst.map((symbol) => {
      const literal = spelled(symbol).replace(/[$()*+./?[\\\]^{|}-]/g, "\\$&");
      const [before, behind] = [symbol.lstrip, symbol.rstrip].map((strips) =>
        strips ? "\\p{White_Space}*" : "",
      );
      return `${before}(${literal})${behind}`;
    });
    this.pattern = alternatives.length > 0 ? new RegExp(alternatives.join("|"), "gu") : undefined;
  }

  split(text: string, isStart = true): Section[] {
    if (this.pattern === undefined) return text === "" ? [] : [{ text, isSymbol: false, isStart }];
    const sections: Section[] = [];
    const add = (part: string, isSymbol: boolean) => {
      if (part === "") return;
      sections.push({ text: part, isSymbol, isStart: isStart && sections.length === 0 });
    };
    let end = 0;
    for (const match of text.matchAll(this.pattern)) {
      add(text.slice(end, match.index), false);
      add(this.contents.get(match.slice(1).find((group) => group !== undefined)!)!, true);
      end = match.index + match[0].length;
    }
    add(text.slice(end), false);
    return sections;
  }
}
