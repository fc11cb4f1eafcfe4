/**
 * A grammar that writes two languages at once: each rule has a template for either side, with the same symbols in them
 * (a synchronous context-free grammar, Lewis and Stearns 1968). What each Japanese word says stands in its rule, so that
 * alignments come with the sentences. Any number of source words can be asked for: which rules can still give it is
 * found beforehand.
 */
import type { RandomStream } from "../../../src/random.ts";
import type { TaskPair } from "../task.ts";
import { Lengths } from "./lengths.ts";
import { parseRule, type Rule } from "./rule.ts";
import { SourceParser } from "./source-parser.ts";
import { pairOf, type Tree, type Word } from "./tree.ts";

/** Rules of one symbol: `[source, target]`, or with a weight above or below 1 as the third. */
export type RuleTexts = readonly (readonly [source: string, target: string, weight?: number])[];

/** What a rule's weight is multiplied by where the sentence has it already. */
const again = 0.05;

export class SynchronousGrammar {
  private readonly rules: ReadonlyMap<string, readonly Rule[]>;
  private readonly lengths: Lengths;
  private readonly possible = new Map<string, readonly Rule[]>();

  /**
   * @param texts each symbol once
   * @param longest the most source words that can be asked for
   */
  constructor(texts: readonly (readonly [symbol: string, rules: RuleTexts])[], longest: number) {
    this.rules = new Map(texts.map(([symbol, rules]) => [symbol, rules.map(parseRule)]));
    if (this.rules.size < texts.length) throw new Error("grammar: a symbol is there twice");
    for (const { symbol } of [...this.rules.values()].flat().flatMap(({ slots }) => slots))
      if (!this.rules.has(symbol)) throw new Error(`grammar: no rule for "${symbol}"`);
    this.lengths = new Lengths(this.rules, longest);
  }

  /** Whether some sentence of the symbol has that many source words. */
  canGive(symbol: string, length: number): boolean {
    return this.lengths.has(symbol, length);
  }

  /** The pair of a source sentence that the symbol can give; null where it cannot. */
  translate(symbol: string, source: string): TaskPair | null {
    const words = source.split(" ").map((text) => ({ text: text === "an" ? "a" : text }));
    const tree = new SourceParser(this.rules, this.lengths, words).parse(symbol, 0, words.length);
    return tree && pairOf(tree);
  }

  /** Draws a sentence of exactly that many source words, which the symbol must be able to give. */
  draw(random: RandomStream, symbol: string, length: number): TaskPair {
    return pairOf(this.grow(random, symbol, length, new Set()));
  }

  private grow(random: RandomStream, symbol: string, length: number, used: Set<Rule>): Tree {
    const rule = drawRule(random, this.rulesFor(symbol, length), used);
    used.add(rule);
    const slots = new Map<string, Tree>();
    let left = length - rule.wordCount;
    for (const [index, slot] of rule.slots.entries()) {
      const choices: number[] = [];
      for (let n = 0; n <= left; n++)
        if (this.lengths.has(slot.symbol, n) && this.lengths.slotsHave(rule, index + 1, left - n))
          choices.push(n);
      const chosen = choices[random.integer(choices.length)]!;
      slots.set(slot.name, this.grow(random, slot.symbol, chosen, used));
      left -= chosen;
    }
    const words = new Map<string, Word>();
    const source = rule.source.flatMap((part) => {
      if (part.kind === "slot") return slots.get(part.name)!.source;
      const word = { text: part.text };
      if (!words.has(part.text)) words.set(part.text, word);
      return [word];
    });
    return { rule, words, source, slots };
  }

  private rulesFor(symbol: string, length: number): readonly Rule[] {
    const key = `${symbol} ${length}`;
    let rules = this.possible.get(key);
    if (rules === undefined) {
      rules = this.rules
        .get(symbol)!
        .filter((rule) => this.lengths.slotsHave(rule, 0, length - rule.wordCount));
      this.possible.set(key, rules);
    }
    return rules;
  }
}

function drawRule(random: RandomStream, rules: readonly Rule[], used: ReadonlySet<Rule>): Rule {
  const weightOf = (rule: Rule) => (used.has(rule) ? rule.weight * again : rule.weight);
  let left = random.uniform() * rules.reduce((sum, rule) => sum + weightOf(rule), 0);
  for (const rule of rules) {
    left -= weightOf(rule);
    if (left < 0) return rule;
  }
  return rules.at(-1)!;
}
