import type { Lexicon } from "./lexicon.ts";
import { commonPrefixes, suffixArray } from "./suffix-array.ts";
import type { TrainingText } from "./training-text.ts";

/** Stretches of a text, with the gain of each. */
interface Candidates {
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
  /** count × length. */
  readonly gains: readonly number[];
}

/**
 * The pieces that EM starts from (Kudo 2018, section 3.2): all characters, and of the substrings that occur at least
 * twice, those with the highest count × length. They are nodes of the suffix tree, which are the intervals of the
 * suffix array (Abouelhoda, Kurtz and Ohlebusch 2004): of substrings with the same places, only the longest. A place
 * counts as often as its segment occurs.
 *
 * @param longest the longest piece, in characters
 * @param most the most substrings of two or more characters
 * @returns the pieces, with p in proportion to count × length
 */
export function seedPieces(text: TrainingText, longest: number, most: number): Lexicon {
  const characters = singleCharacters(text);
  const substrings = highest(repeatedSubstrings(text, longest), most);
  const gains = Float64Array.from([...characters.gains, ...substrings.gains]);
  const logTotal = Math.log(gains.reduce((sum, gain) => sum + gain, 0));
  return {
    starts: Int32Array.from([...characters.starts, ...substrings.starts]),
    lengths: Int32Array.from([...characters.lengths, ...substrings.lengths]),
    scores: gains.map((gain) => Math.log(gain) - logTotal),
  };
}

/** One place and the count of each character, in the order of characters. */
function singleCharacters({ symbols, alphabet, starts, counts }: TrainingText): Candidates {
  const places = new Int32Array(alphabet).fill(-1);
  const totals = new Float64Array(alphabet);
  for (let stretch = 0; stretch < counts.length; stretch++) {
    for (let i = starts[stretch]!; i < starts[stretch + 1]! - 1; i++) {
      places[symbols[i]!] = i;
      totals[symbols[i]!]! += counts[stretch]!;
    }
  }
  const present = [...places.keys()].filter((symbol) => places[symbol]! >= 0);
  return {
    starts: present.map((symbol) => places[symbol]!),
    lengths: present.map(() => 1),
    gains: present.map((symbol) => totals[symbol]!),
  };
}

/** The substrings of 2 … longest characters that occur twice or more. */
function repeatedSubstrings(text: TrainingText, longest: number): Candidates {
  const { symbols, counts } = text;
  const { extent, stretchAt } = placesOf(text, longest);
  const suffixes = suffixArray(symbols, text.alphabet);
  const shared = commonPrefixes(symbols, suffixes, extent);

  const starts: number[] = [];
  const lengths: number[] = [];
  const gains: number[] = [];
  // Open intervals, the shallowest first: suffixes, one of them at `place`, that share their first `depth` symbols.
  const open = [{ depth: 0, place: 0, count: 0 }];
  const enter = (depth: number, place: number, count: number) => {
    const top = open.at(-1)!;
    if (top.depth === depth) top.count += count;
    else open.push({ depth, place, count });
  };
  const leaveTo = (depth: number) => {
    while (open.at(-1)!.depth > depth) {
      const { depth: length, place, count } = open.pop()!;
      if (length >= 2 && count >= 2) {
        starts.push(place);
        lengths.push(length);
        gains.push(count * length);
      }
      // Its count also counts for the enclosing interval, which begins no later.
      enter(Math.max(depth, open.at(-1)!.depth), place, count);
    }
  };
  suffixes.forEach((place, k) => {
    leaveTo(shared[k]!);
    enter(extent[place]!, place, extent[place] === 0 ? 0 : counts[stretchAt[place]!]!);
  });
  leaveTo(0);
  return { starts, lengths, gains };
}

/** How far a piece that starts at each place may reach, and the stretch that the place is in. */
function placesOf({ symbols, starts, counts }: TrainingText, longest: number) {
  const extent = new Int32Array(symbols.length);
  const stretchAt = new Int32Array(symbols.length);
  for (let stretch = 0; stretch < counts.length; stretch++) {
    const gap = starts[stretch + 1]! - 1;
    for (let i = starts[stretch]!; i < gap; i++) {
      extent[i] = Math.min(gap - i, longest);
      stretchAt[i] = stretch;
    }
  }
  return { extent, stretchAt };
}

/** The candidates with the `most` highest gains; of equal ones the first. */
function highest({ starts, lengths, gains }: Candidates, most: number): Candidates {
  if (gains.length <= most) return { starts, lengths, gains };
  const threshold = Float64Array.from(gains).sort()[gains.length - most]!;
  let ties = most - gains.reduce((sum, gain) => sum + (gain > threshold ? 1 : 0), 0);
  const chosen: number[] = [];
  gains.forEach((gain, i) => {
    if (gain > threshold || (gain === threshold && ties-- > 0)) chosen.push(i);
  });
  return {
    starts: chosen.map((i) => starts[i]!),
    lengths: chosen.map((i) => lengths[i]!),
    gains: chosen.map((i) => gains[i]!),
  };
}
