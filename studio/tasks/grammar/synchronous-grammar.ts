/**
 * A grammar that writes two languages at once: each rule has a template for either side, with the same symbols in them
 * (a synchronous context-free grammar, Lewis and Stearns 1968). What each Japanese word says stands in its rule, so that
 * alignments come with the sentences. Any number of source words can be asked for: which rules can still give it is
 * found beforehand.
 */
import type { RandomStream } from "../../../src/random.ts";
import type { TaskPair } from "../task.ts";
import { type Form, inflect } from "./japanese-inflection.ts";
import { Lengths } from "./lengths.ts";
import { parseRule, type Rule, type TargetPart } from "./rule.ts";

/** Rules of one symbol: `[source, target]`, or with a weight above or below 1 as the third. */
export type RuleTexts = readonly (readonly [source: string, target: string, weight?: number])[];

/** A source word of one sentence. */
interface Word {
  readonly text: string;
}

/** A rule that is used, with what stands for its symbols. */
interface Tree {
  readonly rule: Rule;
  /** The rule's own words. */
  readonly words: ReadonlyMap<string, Word>;
  readonly source: readonly Word[];
  readonly slots: ReadonlyMap<string, Tree>;
}

/** What a target template takes from the templates around it. */
interface Place extends Form {
  /** Subjects of subordinate clauses have が. */
  readonly subordinate: boolean;
}

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

  /** Draws a sentence of exactly that many source words, which the symbol must be able to give. */
  draw(random: RandomStream, symbol: string, length: number): TaskPair {
    const tree = this.grow(random, symbol, length, new Set());
    const tokens = linearize(tree, { inflection: "u", negative: false, subordinate: false });
    const positions = new Map(tree.source.map((word, position) => [word, position]));
    return {
      source: withArticles(tree.source).join(" "),
      target: tokens.map(({ text }) => text).join(" "),
      alignment: tokens.map(({ says }) => (says === undefined ? null : (positions.get(says) ?? null))),
    };
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

/** The target tokens of a tree, each with the source word that it says. */
function linearize(tree: Tree, place: Place): { text: string; says: Word | undefined }[] {
  return tree.rule.target.flatMap((part) => {
    if (part.kind === "slot") return linearize(tree.slots.get(part.name)!, { ...place, ...part.changes });
    const says = part.says === undefined ? undefined : tree.words.get(part.says);
    return wordForm(part, place)
      .split(" ")
      .map((text) => ({ text, says }));
  });
}

function wordForm(part: TargetPart & { kind: "word" }, place: Place): string {
  if (part.wordClass === undefined) return part.text;
  if (part.wordClass === "topic") return place.subordinate ? "が" : part.text;
  return inflect(part.text, part.wordClass, place);
}

/** "a" before a vowel is "an". */
function withArticles(words: readonly Word[]): string[] {
  return words.map(({ text }, i) =>
    text === "a" && /^[aeiou]/.test(words[i + 1]?.text ?? "") ? "an" : text,
  );
}
