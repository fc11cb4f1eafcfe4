import type { TaskPair } from "../task.ts";
import { type Form, inflect } from "./japanese-inflection.ts";
import type { Rule, TargetPart } from "./rule.ts";

/** A source word of one sentence. */
export interface Word {
  readonly text: string;
}

/** A rule that is used, with what stands for its symbols. */
export interface Tree {
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

/** Both sides of a tree, and its alignment. */
export function pairOf(tree: Tree): TaskPair {
  const tokens = linearize(tree, { inflection: "u", negative: false, subordinate: false });
  const positions = new Map(tree.source.map((word, position) => [word, position]));
  return {
    source: withArticles(tree.source).join(" "),
    target: tokens.map(({ text }) => text).join(" "),
    alignment: tokens.map(({ says }) => (says === undefined ? null : (positions.get(says) ?? null))),
  };
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
