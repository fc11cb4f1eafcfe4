/**
 * A grammar that writes two languages at once: each rule has a template for either side, with the same symbols in them
 * (a synchronous context-free grammar, Lewis and Stearns 1968). What each Japanese word says stands in its rule, so that
 * alignments come with the sentences. Any number of source words can be asked for: which rules can still give it is
 * found beforehand.
 */
import type { RandomStream } from "../../../src/random.ts";
import type { TaskPair } from "../task.ts";
import type { Form, Inflection } from "./japanese-inflection.ts";
import { inflect } from "./japanese-inflection.ts";
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
  readonly words: ReadonlyMap<string, Word>;
  readonly source: readonly Word[];
  readonly slots: ReadonlyMap<string, Tree>;
}

/** What a target template takes from the templates around it. */
interface Place extends Form {
  /** Subjects of subordinate clauses have が. */
  readonly subordinate: boolean;
}

export class SynchronousGrammar {
  private readonly rules: ReadonlyMap<string, readonly Rule[]>;
  /** For each symbol, the numbers of source words that it can give: bit n of the number. */
  private readonly lengths = new Map<string, bigint>();

  /** @param longest the most source words that can be asked for */
  constructor(
    texts: ReadonlyMap<string, RuleTexts>,
    private readonly longest: number,
  ) {
    this.rules = new Map([...texts].map(([symbol, rules]) => [symbol, rules.map(parseRule)]));
    this.findLengths();
  }

  /** Whether some sentence of the symbol has that many source words. */
  canGive(symbol: string, length: number): boolean {
    return hasLength(this.lengthsOf(symbol), length);
  }

  /** Draws a sentence of exactly that many source words. */
  draw(random: RandomStream, symbol: string, length: number): TaskPair {
    const tree = this.grow(random, symbol, length, new Set());
    const source = withArticles(tree.source);
    const tokens = linearize(tree, { inflection: "u", negative: false, subordinate: false });
    const positions = new Map(tree.source.map((word, position) => [word, position]));
    return {
      source: source.join(" "),
      target: tokens.map(({ text }) => text).join(" "),
      alignment: tokens.map(({ says }) => (says === undefined ? null : (positions.get(says) ?? null))),
    };
  }

  /** Words are not used twice in a sentence while there are others. */
  private grow(random: RandomStream, symbol: string, length: number, used: Set<Rule>): Tree {
    const possible = this.rulesOf(symbol).filter((rule) => hasLength(this.lengthsAfter(rule, 0), length));
    const fresh = possible.filter((rule) => !used.has(rule));
    const rule = drawWeighted(random, fresh.length > 0 ? fresh : possible);
    if (rule.slots.length === 0) used.add(rule);
    const slots = new Map<string, Tree>();
    let left = length - rule.wordCount;
    for (const [index, slot] of rule.slots.entries()) {
      const rest = this.lengthsAfter(rule, index + 1) >> BigInt(rule.wordCount);
      const own = this.lengthsOf(slot.symbol);
      const choices: number[] = [];
      for (let n = 0; n <= left; n++) if (hasLength(own, n) && hasLength(rest, left - n)) choices.push(n);
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

  private findLengths(): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const [symbol, rules] of this.rules) {
        const before = this.lengths.get(symbol) ?? 0n;
        const after = rules.reduce((found, rule) => found | this.lengthsAfter(rule, 0), before);
        if (after !== before) changed = true;
        this.lengths.set(symbol, after);
      }
    }
  }

  /** Source words that a rule's own words and its slots from one on can give. */
  private lengthsAfter(rule: Rule, first: number): bigint {
    let sum = 1n << BigInt(rule.wordCount);
    for (const { symbol } of rule.slots.slice(first)) sum = this.sumOf(sum, this.lengthsOf(symbol));
    return sum;
  }

  private sumOf(a: bigint, b: bigint): bigint {
    let sum = 0n;
    for (let n = 0; n <= this.longest; n++) if (hasLength(a, n)) sum |= b << BigInt(n);
    return BigInt.asUintN(this.longest + 1, sum);
  }

  private lengthsOf(symbol: string): bigint {
    return this.lengths.get(symbol) ?? 0n;
  }

  private rulesOf(symbol: string): readonly Rule[] {
    const rules = this.rules.get(symbol);
    if (rules === undefined) throw new Error(`grammar: no rule for "${symbol}"`);
    return rules;
  }
}

function hasLength(lengths: bigint, length: number): boolean {
  return length >= 0 && ((lengths >> BigInt(length)) & 1n) === 1n;
}

function drawWeighted(random: RandomStream, rules: readonly Rule[]): Rule {
  const total = rules.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.uniform() * total;
  for (const rule of rules) {
    left -= rule.weight;
    if (left < 0) return rule;
  }
  return rules.at(-1)!;
}

/** The target tokens of a tree, each with the source word that it says. */
function linearize(tree: Tree, place: Place): { text: string; says: Word | undefined }[] {
  return tree.rule.target.flatMap((part) => {
    if (part.kind === "slot") {
      const { changes } = part;
      const inner = { ...place, ...changes, inflection: inflectionOf(changes.inflection, place) };
      return linearize(tree.slots.get(part.name)!, inner);
    }
    const says = part.says === undefined ? undefined : tree.words.get(part.says);
    return wordForm(part, place)
      .split(" ")
      .map((text) => ({ text, says }));
  });
}

function inflectionOf(own: Inflection | undefined, place: Place): Inflection {
  return own ?? place.inflection;
}

function wordForm(part: TargetPart & { kind: "word" }, place: Place): string {
  if (part.wordClass === undefined) return part.text;
  if (part.wordClass === "topic") return place.subordinate ? "が" : part.text;
  return inflect(part.text, part.wordClass, place);
}

/** "a" before a vowel is "an". */
function withArticles(words: readonly Word[]): string[] {
  return words.map(({ text }, i) => (text === "a" && /^[aeiou]/.test(words[i + 1]?.text ?? "") ? "an" : text));
}
