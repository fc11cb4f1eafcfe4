import type { Form, Inflection, WordClass } from "./japanese-inflection.ts";

/** A rule of a `SynchronousGrammar`, read from its two templates. */
export interface Rule {
  readonly weight: number;
  readonly source: readonly SourcePart[];
  readonly target: readonly TargetPart[];
  readonly slots: readonly (SourcePart & { kind: "slot" })[];
  /** Source words that are not in slots. */
  readonly wordCount: number;
}

type SourcePart =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "slot"; readonly name: string; readonly symbol: string };

export type TargetPart =
  | {
      readonly kind: "word";
      readonly text: string;
      readonly wordClass: WordClass | "topic" | undefined;
      /** The source word of the same rule that it says. */
      readonly says: string | undefined;
    }
  | { readonly kind: "slot"; readonly name: string; readonly changes: Changes };

/** What a slot's template has otherwise than the one around it. */
type Changes = Partial<Form> & { readonly subordinate?: boolean };

/** Words that say nothing of their own where a rule does not say what they say. */
const particles = new Set(["は", "が", "を", "に", "で", "の", "な", "と", "も", "、", "?"]);

const inflections: readonly string[] = ["u", "ta", "te", "toki", "node", "ku"] satisfies Inflection[];

/**
 * Reads `["{person} drink {beverage}", "{person} は~topic {beverage} を 飲む~godan=drink"]`.
 * - `{symbol}`, or `{name:symbol}` where a symbol is there twice; in the target `{name}`, with `/te`, `/negative`,
 *   `/subordinate` where the words inside have another form than those around.
 * - `word~class` is inflected, `word=source` says that source word. In a rule without slots words say the last source
 *   word, where they are no particles.
 */
export function parseRule([source, target, weight = 1]: readonly [string, string, number?]): Rule {
  const sourceParts = source.split(" ").map(parseSourcePart);
  const words = sourceParts.flatMap((part) => (part.kind === "word" ? [part.text] : []));
  const slots = sourceParts.filter((part) => part.kind === "slot");
  if (new Set(slots.map(({ name }) => name)).size < slots.length)
    throw new Error(`rule "${source}": two slots have the same name`);
  const head = slots.length === 0 ? words.at(-1) : undefined;
  const targetParts = target
    .split(" ")
    .filter((text) => text !== "")
    .map((text) => parseTargetPart(text, head));
  for (const part of targetParts) {
    const isKnown =
      part.kind === "slot"
        ? slots.some(({ name }) => name === part.name)
        : part.says === undefined || words.includes(part.says);
    if (!isKnown)
      throw new Error(`rule "${source}" → "${target}": the source lacks what ${JSON.stringify(part)} names`);
  }
  return { weight, source: sourceParts, target: targetParts, slots, wordCount: words.length };
}

function parseSourcePart(text: string): SourcePart {
  if (!text.startsWith("{")) return { kind: "word", text };
  const inside = text.slice(1, -1);
  const [name = "", symbol = name] = inside.split(":");
  return { kind: "slot", name, symbol };
}

function parseTargetPart(text: string, head: string | undefined): TargetPart {
  if (text.startsWith("{")) {
    const [name = "", ...features] = text.slice(1, -1).split("/");
    return { kind: "slot", name, changes: Object.assign({}, ...features.map(parseFeature)) };
  }
  const [word = "", says] = text.split("=");
  const [form = "", wordClass] = word.split("~") as [string, WordClass | "topic" | undefined];
  const said = says ?? (particles.has(form) || wordClass === "topic" ? undefined : head);
  return { kind: "word", text: form, wordClass, says: said };
}

function parseFeature(feature: string): Changes {
  if (inflections.includes(feature)) return { inflection: feature as Inflection, negative: false };
  if (feature === "negative") return { negative: true };
  if (feature === "subordinate") return { subordinate: true };
  throw new Error(`rule: feature "${feature}", expected ${inflections.join(", ")}, negative or subordinate`);
}
