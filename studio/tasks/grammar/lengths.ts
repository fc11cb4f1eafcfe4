import type { Rule } from "./rule.ts";

/** Which numbers of source words a grammar's symbols and rules can give: sets[n] is 1 where n words can be given. */
export class Lengths {
  private readonly longest: number;
  private readonly ofSymbols = new Map<string, Uint8Array>();
  private readonly ofRules = new Map<Rule, readonly Uint8Array[]>();

  /** @param longest the most source words */
  constructor(rules: ReadonlyMap<string, readonly Rule[]>, longest: number) {
    this.longest = longest;
    for (const symbol of rules.keys()) this.ofSymbols.set(symbol, new Uint8Array(longest + 1));
    // Rules without slots are read once, others as long as one of their slots can give more than before.
    let grown: Set<string> | undefined;
    do {
      const before: ReadonlySet<string> | undefined = grown;
      grown = new Set();
      for (const [symbol, own] of rules) {
        for (const rule of own) {
          const isRead = before === undefined || rule.slots.some((slot) => before.has(slot.symbol));
          if (isRead && this.grow(symbol, this.sums(rule)[0]!)) grown.add(symbol);
        }
      }
    } while (grown.size > 0);
  }

  /** Whether the symbol can give n words. */
  has(symbol: string, n: number): boolean {
    return this.ofSymbols.get(symbol)?.[n] === 1;
  }

  /** Whether the rule's slots, from one on, can give n words together. */
  slotsHave(rule: Rule, first: number, n: number): boolean {
    let sums = this.ofRules.get(rule);
    if (sums === undefined) {
      sums = this.sums(rule);
      this.ofRules.set(rule, sums);
    }
    return sums[first]![n + rule.wordCount] === 1;
  }

  /** Adds lengths to those that the symbol can give. @returns whether there are more now */
  private grow(symbol: string, lengths: Uint8Array): boolean {
    const known = this.ofSymbols.get(symbol)!;
    let hasGrown = false;
    for (let n = 0; n <= this.longest; n++) {
      if (lengths[n] === 0 || known[n] === 1) continue;
      known[n] = 1;
      hasGrown = true;
    }
    return hasGrown;
  }

  /** For each slot, what the rule's own words and the slots from that one on can give; at the end the words alone. */
  private sums(rule: Rule): Uint8Array[] {
    const words = new Uint8Array(this.longest + 1);
    words[rule.wordCount] = 1;
    const sums: Uint8Array[] = [words];
    for (const { symbol } of rule.slots.toReversed())
      sums.unshift(this.sum(sums[0]!, this.ofSymbols.get(symbol)!));
    return sums;
  }

  private sum(a: Uint8Array, b: Uint8Array): Uint8Array {
    const sum = new Uint8Array(this.longest + 1);
    for (let i = 0; i <= this.longest; i++)
      if (a[i]) for (let j = 0; i + j <= this.longest; j++) if (b[j]) sum[i + j] = 1;
    return sum;
  }
}
