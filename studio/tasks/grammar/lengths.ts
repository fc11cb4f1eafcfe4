import type { Rule } from "./rule.ts";

/** Which numbers of source words a grammar's symbols and rules can give; sets are numbers with bit n for n words. */
export class Lengths {
  private readonly ofSymbols = new Map<string, bigint>();
  private readonly longest: number;
  private readonly ofRules = new Map<Rule, readonly bigint[]>();

  /** @param longest the most source words */
  constructor(rules: ReadonlyMap<string, readonly Rule[]>, longest: number) {
    this.longest = longest;
    for (let changed = true; changed; ) {
      changed = false;
      for (const [symbol, own] of rules) {
        const before = this.ofSymbols.get(symbol) ?? 0n;
        const after = own.reduce((found, rule) => found | this.sums(rule)[0]!, before);
        if (after !== before) changed = true;
        this.ofSymbols.set(symbol, after);
      }
    }
    for (const rule of [...rules.values()].flat()) this.ofRules.set(rule, this.sums(rule));
  }

  /** Whether the symbol can give n words. */
  has(symbol: string, n: number): boolean {
    return contains(this.ofSymbols.get(symbol) ?? 0n, n);
  }

  /** Whether the rule's slots, from one on, can give n words together. */
  slotsHave(rule: Rule, first: number, n: number): boolean {
    return contains(this.ofRules.get(rule)![first]!, n + rule.wordCount);
  }

  /** For each slot, what the rule's own words and the slots from that one on can give; at the end the words alone. */
  private sums(rule: Rule): bigint[] {
    const sums = [1n << BigInt(rule.wordCount)];
    for (const { symbol } of rule.slots.toReversed())
      sums.unshift(this.sum(sums[0]!, this.ofSymbols.get(symbol) ?? 0n));
    return sums;
  }

  private sum(a: bigint, b: bigint): bigint {
    let sum = 0n;
    for (let n = 0; n <= this.longest; n++) if (contains(a, n)) sum |= b << BigInt(n);
    return BigInt.asUintN(this.longest + 1, sum);
  }
}

function contains(set: bigint, n: number): boolean {
  return n >= 0 && ((set >> BigInt(n)) & 1n) === 1n;
}
