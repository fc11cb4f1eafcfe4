import type { SegmentCounts } from "./subword-model.ts";

/** Ends the whole text: the smallest symbol, once. */
const END = 0;
/** Stands after each stretch; no piece reaches over it. */
const GAP = 1;
const FIRST_CHARACTER = 2;

/** Longer runs of characters are cut, so that what works on one of them needs little memory. */
export const LONGEST_STRETCH = 4096;

export interface CharacterChoice {
  /** The share of all characters that the commonest ones, which are kept, must reach; in (0, 1]. */
  readonly coverage: number;
  /** The most characters to keep. */
  readonly limit: number;
  /** Characters that are no pieces of text, such as symbols of the user. */
  readonly excluded: ReadonlySet<string>;
}

/**
 * All that pieces are learnt from as one row of integers: stretches of kept characters, each a run of a segment,
 * with the number of times that it occurs. Symbols of characters are in the order of code points.
 */
export class TrainingText {
  readonly symbols: Int32Array;
  /** How many different symbols there are, those that end stretches included. */
  readonly alphabet: number;
  /** The first symbol of stretch n stands at starts[n], the gap after its last at starts[n + 1] − 1. */
  readonly starts: Int32Array;
  /** How often stretch n occurs. */
  readonly counts: Float64Array;
  private readonly characters: readonly string[];

  constructor(segments: SegmentCounts, choice: CharacterChoice) {
    // Not in the order of the map: the same counts shall give the same sums.
    const sorted = [...segments].sort(([a], [b]) => (a < b ? -1 : 1));
    this.characters = keptCharacters(sorted, choice);
    this.alphabet = FIRST_CHARACTER + this.characters.length;
    const symbolOf = new Map(this.characters.map((character, i) => [character, FIRST_CHARACTER + i]));

    const symbols = new Int32Array(1 + sorted.reduce((sum, [segment]) => sum + segment.length + Math.ceil((segment.length + 1) / LONGEST_STRETCH), 0));
    const starts: number[] = [0];
    const counts: number[] = [];
    let length = 0;
    for (const [segment, count] of sorted) {
      const endStretch = () => {
        if (length === starts.at(-1)) return;
        symbols[length++] = GAP;
        starts.push(length);
        counts.push(count);
      };
      for (const character of segment) {
        if (length - starts.at(-1)! === LONGEST_STRETCH) endStretch();
        const symbol = symbolOf.get(character);
        if (symbol === undefined) endStretch();
        else symbols[length++] = symbol;
      }
      endStretch();
    }
    symbols[length++] = END;
    this.symbols = symbols.subarray(0, length);
    this.starts = Int32Array.from(starts);
    this.counts = Float64Array.from(counts);
  }

  /** The text of symbols start … end − 1. */
  spell(start: number, end: number): string {
    let text = "";
    for (let i = start; i < end; i++) text += this.characters[this.symbols[i]! - FIRST_CHARACTER]!;
    return text;
  }
}

/** The commonest characters up to the coverage, by code point. */
function keptCharacters(
  segments: readonly (readonly [string, number])[],
  { coverage, limit, excluded }: CharacterChoice,
): string[] {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [segment, count] of segments) {
    for (const character of segment) {
      if (excluded.has(character)) continue;
      counts.set(character, (counts.get(character) ?? 0) + count);
      total += count;
    }
  }
  const byCodePoint = (a: string, b: string) => a.codePointAt(0)! - b.codePointAt(0)!;
  const ranked = [...counts].sort(([a, countA], [b, countB]) => countB - countA || byCodePoint(a, b));
  const kept: string[] = [];
  let covered = 0;
  for (const [character, count] of ranked) {
    // At a coverage of 1 no rounding of the sum may leave out the last character.
    if (kept.length === limit || (coverage < 1 && covered >= coverage * total)) break;
    kept.push(character);
    covered += count;
  }
  return kept.sort(byCodePoint);
}
