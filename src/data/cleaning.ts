import { codePointLength } from "./code-points.ts";
import { TextHashSet } from "./hash-set.ts";
import { htmlText } from "./html-text.ts";
import { hasInvalidCharacters, removeInvalidCharacters } from "./invalid-characters.ts";
import { type CleaningReason, type Pair, type PairLine, type Remarks, trimPair } from "./pair.ts";

/** The possible actions of each rule. */
export const cleaningActions = {
  html: ["keep", "text"],
  invalid: ["keep", "remove", "drop"],
  identical: ["keep", "drop"],
  duplicates: ["keep", "drop"],
  overlap: ["keep", "drop"],
} as const;

type Action<Rule extends keyof typeof cleaningActions> = (typeof cleaningActions)[Rule][number];

/** How pairs are cleaned before anything is learnt from them. Pairs that are left out are counted. */
export interface CleaningOptions {
  /** `text`: HTML tags are removed and entities become characters. */
  readonly html: Action<"html">;
  /**
   * Characters that never occur in text on purpose: they are removed (`remove`), or the pair is (`drop`). Affected
   * pairs that are kept are counted.
   */
  readonly invalid: Action<"invalid">;
  /** The minimum length of each side, in characters (code points). */
  readonly minimumCharacters?: number | undefined;
  /** The maximum length of each side, in characters (code points). */
  readonly maximumCharacters?: number | undefined;
  /** The maximum ratio of the longer side's characters to the shorter side's. */
  readonly maximumRatio?: number | undefined;
  /** Pairs whose source and target are the same. */
  readonly identical: Action<"identical">;
  /** Exact copies of earlier pairs. */
  readonly duplicates: Action<"duplicates">;
  /** Pairs whose source also occurs in the dev or test pairs. */
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
 * Cleans pairs one at a time. Rules apply in the order of `CleaningOptions`; a pair that breaks several is counted
 * under the first. To find duplicates, it holds a `TextHashSet` of all pairs that it kept.
 */
export class Cleaner {
  private readonly options: CleaningOptions;
  private readonly remarks: Remarks;
  private readonly held: ReadonlySet<string>;
  private readonly seen = new TextHashSet();

  /**
   * @param remarks counts the kept pairs that have invalid characters or were changed
   * @param held the sources of dev and test pairs
   */
  constructor(options: CleaningOptions, remarks: Remarks, held: ReadonlySet<string> = new Set()) {
    this.options = options;
    this.remarks = remarks;
    this.held = held;
  }

  /**
   * The pair as it is kept, or why it is left out.
   * @param tag put before the source, followed by a space; only the duplicates and overlap rules see it
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

  /** Why a pair is left out because of its own text. */
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

  /** Why a pair is left out because of other pairs. */
  private reasonAgainstAnother({ source, target }: Pair): CleaningReason | null {
    const { duplicates, overlap } = this.options;
    if (overlap === "drop" && this.held.has(source)) return "overlap";
    if (duplicates === "drop" && !this.seen.add(source, target)) return "duplicate";
    return null;
  }
}
