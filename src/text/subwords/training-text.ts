import { compareCodePoints } from "../code-points.ts";
import type { SegmentCounts } from "./subword-model.ts";

/** Ends the whole text: the smallest symbol, which occurs once. */
const END = 0;
/** Follows each stretch; no piece crosses it. */
const GAP = 1;
const FIRST_CHARACTER = 2;

/** Longer runs of characters are cut into stretches of this length, so that processing one needs little memory. */
export const LONGEST_STRETCH = 4096;

/**
 * The text that pieces are learnt from, as one row of integers: stretches of known characters, each a run within a
 * segment, and how often each occurs. The symbols of characters are in the order of code points.
 */
export class TrainingText {
  readonly symbols: Int32Array;
  /** How many different symbols there are, including those that end stretches and the text. */
  readonly alphabet: number;
  /** The first symbol of stretch n is at starts[n], the gap after its last at starts[n + 1] − 1. */
  readonly starts: Int32Array;
  /** How often stretch n occurs. */
  readonly counts: Float64Array;
  private readonly characters: readonly string[];

  /** @param characters the characters of pieces; all other characters separate stretches */
  constructor(segments: SegmentCounts, characters: readonly string[]) {
    this.characters = characters.toSorted(compareCodePoints);
    this.alphabet = FIRST_CHARACTER + characters.length;
    const symbolOf = new Map(this.characters.map((character, i) => [character, FIRST_CHARACTER + i]));
    // Not in the order of the map, so that the same counts give the same sums.
    const sorted = [...segments].sort(([a], [b]) => (a < b ? -1 : 1));

    let room = 1;
    for (const [segment] of sorted) room += segment.length + Math.ceil(segment.length / LONGEST_STRETCH);
    const symbols = new Int32Array(room);
    const starts = [0];
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
        const symbol = symbolOf.get(character);
        if (symbol === undefined || length - starts.at(-1)! === LONGEST_STRETCH) endStretch();
        if (symbol !== undefined) symbols[length++] = symbol;
      }
      endStretch();
    }
    symbols[length++] = END;
    this.symbols = symbols.subarray(0, length);
    this.starts = Int32Array.from(starts);
    this.counts = Float64Array.from(counts);
  }

  /** The characters of symbols start … end − 1. */
  spell(start: number, end: number): string {
    let text = "";
    for (let i = start; i < end; i++) text += this.characters[this.symbols[i]! - FIRST_CHARACTER]!;
    return text;
  }
}
