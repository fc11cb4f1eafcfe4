import { commonPrefixes, suffixArray } from "./suffix-array.ts";
import type { TrainingText } from "./training-text.ts";

/** Pieces as stretches of a training text, with what they score. */
export interface Lexicon {
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly scores: Float64Array;
}

/**
 * What EM starts from (Kudo 2018, section 3.2): all characters, and the substrings that occur at least twice with the
 * highest count × length. Of substrings with the same places the longest is taken alone, as one node of the suffix
 * tree; the nodes are the intervals of the suffix array (Abouelhoda, Kurtz and Ohlebusch 2004). Counts are those of
 * the segments, so overlapping places count each.
 *
 * @param maximumLength of a piece, in characters
 * @param limit the most substrings of two or more characters
 * @returns with score log(count × length / Z)
 */
export function seedPieces(text: TrainingText, maximumLength: number, limit: number): Lexicon {
  const found = repeatedSubstrings(text, maximumLength);
  const chosen = highest(found.gains, limit);
  const characters = singleCharacters(text);
  const size = characters.length + chosen.length;
  const starts = new Int32Array(size);
  const lengths = new Int32Array(size).fill(1);
  const gains = new Float64Array(size);
  characters.forEach(([start, count], i) => {
    starts[i] = start;
    gains[i] = count;
  });
  chosen.forEach((candidate, i) => {
    starts[characters.length + i] = found.starts[candidate]!;
    lengths[characters.length + i] = found.lengths[candidate]!;
    gains[characters.length + i] = found.gains[candidate]!;
  });
  const logTotal = Math.log(gains.reduce((sum, gain) => sum + gain, 0));
  return { starts, lengths, scores: gains.map((gain) => Math.log(gain) - logTotal) };
}

/** A place and the count of each character, by code point. */
function singleCharacters({ symbols, alphabet, starts, counts }: TrainingText): [number, number][] {
  const places = new Int32Array(alphabet).fill(-1);
  const totals = new Float64Array(alphabet);
  for (let stretch = 0; stretch < counts.length; stretch++) {
    for (let i = starts[stretch]!; i < starts[stretch + 1]! - 1; i++) {
      places[symbols[i]!] = i;
      totals[symbols[i]!]! += counts[stretch]!;
    }
  }
  return Array.from(places, (place, symbol): [number, number] => [place, totals[symbol]!]).filter(
    ([place]) => place >= 0,
  );
}

/** Substrings of 2 … maximumLength characters that occur twice or more, in their order, with count × length. */
function repeatedSubstrings(text: TrainingText, maximumLength: number) {
  const { symbols, starts, counts } = text;
  const extent = new Int32Array(symbols.length);
  const stretchOf = new Int32Array(symbols.length);
  for (let stretch = 0; stretch < counts.length; stretch++) {
    const gap = starts[stretch + 1]! - 1;
    for (let i = starts[stretch]!; i < gap; i++) {
      extent[i] = Math.min(gap - i, maximumLength);
      stretchOf[i] = stretch;
    }
  }
  const suffixes = suffixArray(symbols, text.alphabet);
  const shared = commonPrefixes(symbols, suffixes, extent);

  const places: number[] = [];
  const lengths: number[] = [];
  const gains: number[] = [];
  // Open intervals: suffixes that have their first `depth` symbols in common, from the least depth to the greatest.
  const open = [{ depth: 0, place: 0, count: 0 }];
  const closeDeeperThan = (depth: number, place: number) => {
    let count = 0;
    let first = place;
    while (open.at(-1)!.depth > depth) {
      const closed = open.pop()!;
      count += closed.count;
      first = closed.place;
      if (closed.depth < 2 || count < 2) continue;
      places.push(closed.place);
      lengths.push(closed.depth);
      gains.push(count * closed.depth);
    }
    if (open.at(-1)!.depth === depth) open.at(-1)!.count += count;
    else open.push({ depth, place: first, count });
  };
  for (let k = 0; k < suffixes.length; k++) {
    const place = suffixes[k]!;
    const depth = extent[place]!;
    closeDeeperThan(shared[k]!, place);
    const count = depth === 0 ? 0 : counts[stretchOf[place]!]!;
    if (open.at(-1)!.depth === depth) open.at(-1)!.count += count;
    else open.push({ depth, place, count });
  }
  closeDeeperThan(0, 0);
  return { starts: places, lengths, gains };
}

/** The indices of the `limit` largest values, ascending; of equal ones the first. */
function highest(values: readonly number[], limit: number): number[] {
  const indices = values.map((_, i) => i);
  if (values.length <= limit) return indices;
  const threshold = Float64Array.from(values).sort()[values.length - limit]!;
  let ties = limit - values.reduce((sum, value) => sum + (value > threshold ? 1 : 0), 0);
  return indices.filter((i) => values[i]! > threshold || (values[i] === threshold && ties-- > 0));
}
