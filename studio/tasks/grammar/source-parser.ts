import type { Lengths } from "./lengths.ts";
import type { Rule } from "./rule.ts";
import type { Tree, Word } from "./tree.ts";

/** Finds how a grammar gives a source sentence; the grammar has no symbol that begins with itself. */
export class SourceParser {
  private readonly rules: ReadonlyMap<string, readonly Rule[]>;
  private readonly lengths: Lengths;
  private readonly words: readonly Word[];
  private readonly known = new Map<string, Tree | null>();

  constructor(rules: ReadonlyMap<string, readonly Rule[]>, lengths: Lengths, words: readonly Word[]) {
    this.rules = rules;
    this.lengths = lengths;
    this.words = words;
  }

  /** The first tree of the symbol over the words from begin to end, the end not included. */
  parse(symbol: string, begin: number, end: number): Tree | null {
    if (!this.lengths.has(symbol, end - begin)) return null;
    const key = `${symbol} ${begin} ${end}`;
    let tree = this.known.get(key);
    if (tree === undefined) {
      tree = null;
      for (const rule of this.rules.get(symbol)!) {
        const slots = new Map<string, Tree>();
        const words = new Map<string, Word>();
        if (!this.match({ rule, slots, words }, 0, 0, begin, end)) continue;
        tree = { rule, words, slots, source: this.words.slice(begin, end) };
        break;
      }
      this.known.set(key, tree);
    }
    return tree;
  }

  /** Matches the rule's source from a part on, of whose slots some were matched before. */
  private match(found: Matched, part: number, slot: number, begin: number, end: number): boolean {
    const next = found.rule.source[part];
    if (next === undefined) return begin === end;
    if (next.kind === "word") {
      const word = this.words[begin];
      if (begin >= end || word?.text !== next.text) return false;
      if (!found.words.has(next.text)) found.words.set(next.text, word);
      return this.match(found, part + 1, slot, begin + 1, end);
    }
    const ownWords = found.rule.source.slice(part).filter(({ kind }) => kind === "word").length;
    for (let to = begin + 1; to <= end; to++) {
      if (!this.lengths.slotsHave(found.rule, slot + 1, end - to - ownWords)) continue;
      const tree = this.parse(next.symbol, begin, to);
      if (tree === null || !this.match(found, part + 1, slot + 1, to, end)) continue;
      found.slots.set(next.name, tree);
      return true;
    }
    return false;
  }
}

interface Matched {
  readonly rule: Rule;
  readonly slots: Map<string, Tree>;
  readonly words: Map<string, Word>;
}
