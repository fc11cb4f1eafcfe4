import { codePointLength } from "./code-points.ts";
import { TextHashSet } from "./hash-set.ts";
import { htmlText } from "./html-text.ts";
import { hasInvalidCharacters, removeInvalidCharacters } from "./invalid-characters.ts";
import { type CleaningReason, type Pair, type PairLine, type Remarks, trimPair } from "./pair.ts";

/** What may be done to a pair, by the rule. */
export const cleaningActions = {
  html: ["keep", "text"],
  invalid: ["keep", "remove", "drop"],
  identical: ["keep", "drop"],
  duplicates: ["keep", "drop"],
  overlap: ["keep", "drop"],
} as const;

type Action<Rule extends keyof typeof cleaningActions> = (typeof cleaningActions)[Rule][number];

/** What is done to pairs before anything is learnt from them. Whatever is left out is counted. */
export interface CleaningOptions {
  /** `text`: HTML tags go and entities become characters. */
  readonly html: Action<"html">;
  /** Characters that no text has on purpose: they go (`remove`), or the pair does (`drop`). Kept ones are counted. */
  readonly invalid: Action<"invalid">;
  /** The least characters of each side (code points). */
  readonly minimumCharacters?: number | undefined;
  /** The most characters of each side (code points). */
  readonly maximumCharacters?: number | undefined;
  /** The most characters of the longer side for each of the shorter one. */
  readonly maximumRatio?: number | undefined;
  /** Pairs whose source and target are the same. */
  readonly identical: Action<"identical">;
  /** Pairs that were there already, as they are. */
  readonly duplicates: Action<"duplicates">;
  /** Pairs whose source is in the dev or the test pairs. */
  readonly overlap: Action<"overlap">;
}

/** Nothing is changed and nothing left out. */
export const noCleaning: CleaningOptions = {
  html: "keep",
  invalid: "keep",
  identical: "keep",
  duplicates: "keep",
  overlap: "keep",
};

/**
 * Cleans pairs one after the other. The order of the rules is that of `CleaningOptions`, and a pair that breaks several is
 * counted under the first. For duplicates it holds a `TextHashSet` of all pairs that it kept.
 */
export class Cleaner {
  private readonly options: CleaningOptions;
  private readonly remarks: Remarks;
  private readonly held: ReadonlySet<string>;
  private readonly seen = new TextHashSet();

  /**
   * @param remarks counts pairs that are kept with invalid characters, or were changed
   * @param held the sources of dev and test pairs
   */
  constructor(options: CleaningOptions, remarks: Remarks, held: ReadonlySet<string> = new Set()) {
    this.options = options;
    this.remarks = remarks;
    this.held = held;
  }

  /**
   * The pair as it is kept, or why it is left out.
   * @param tag is put before the source, with a space between them: it is part of the pair for duplicates and overlap, and
   * nothing that is cleaned or counted
   */
  clean(line: PairLine, tag?: string): PairLine {
    if (typeof line === "string") return line;
    const { html, invalid } = this.options;
    let pair: PairLine = line;
    let changed = false;
    if (html === "text") {
      const text = { source: htmlText(line.source), target: htmlText(line.target) };
      changed = text.source !== line.source || text.target !== line.target;
      if (changed) pair = trimPair(text);
    }
    if (typeof pair === "string") return pair;
    const isInvalid = hasInvalidCharacters(pair.source) || hasInvalidCharacters(pair.target);
    if (isInvalid && invalid === "drop") return "invalid";
    if (isInvalid && invalid === "remove") {
      pair = trimPair({
        source: removeInvalidCharacters(pair.source),
        target: removeInvalidCharacters(pair.target),
      });
    }
    if (typeof pair === "string") return pair;
    const kept = tag === undefined ? pair : { source: `${tag} ${pair.source}`, target: pair.target };
    const reason = this.reasonAgainst(pair) ?? this.reasonAgainstAnother(kept);
    if (reason !== null) return reason;
    if (changed) this.remarks.markup++;
    if (isInvalid) this.remarks.invalid++;
    return kept;
  }

  /** What speaks against a pair by itself. */
  private reasonAgainst({ source, target }: Pair): CleaningReason | null {
    const { minimumCharacters, maximumCharacters, maximumRatio, identical } = this.options;
    if (minimumCharacters !== undefined || maximumCharacters !== undefined || maximumRatio !== undefined) {
      const lengths = [codePointLength(source), codePointLength(target)];
      const [shorter, longer] = [Math.min(...lengths), Math.max(...lengths)];
      if (shorter < (minimumCharacters ?? 0) || longer > (maximumCharacters ?? longer)) return "length";
      if (longer > (maximumRatio ?? longer) * shorter) return "ratio";
    }
    return identical === "drop" && source === target ? "identical" : null;
  }

  /** What speaks against a pair beside others. */
  private reasonAgainstAnother({ source, target }: Pair): CleaningReason | null {
    const { duplicates, overlap } = this.options;
    if (overlap === "drop" && this.held.has(source)) return "overlap";
    if (duplicates === "drop" && !this.seen.add(source, target)) return "duplicate";
    return null;
  }
}
