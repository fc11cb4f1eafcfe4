import { Occurrences } from "./occurrences.ts";
import { PairNumbers } from "./pair-numbers.ts";

// Kept between sentences: to make them anew costs more than to use them.
const ngrams = new PairNumbers();
const own = new Occurrences();
const other: Occurrences[] = [];
let ownCounts = new Int32Array(0);
let otherCounts = new Int32Array(0);
let mostCounts = new Int32Array(0);

/**
 * How many n-grams of a hypothesis are found in its references, for n = 1 … `order`: each n-gram at most as often as
 * in the one reference that has it most often ("clipped", Papineni et al. 2002, section 2.1). Symbols are compared as
 * numbers.
 *
 * An n-gram is a pair of the (n − 1)-gram before its last symbol and that symbol, so every n-gram gets a small number
 * and no string is built. What did not match at n − 1 cannot match at n and is dropped.
 */
export function clippedMatches(
  hypothesis: readonly number[],
  references: readonly (readonly number[])[],
  order: number,
): number[] {
  const matches = new Array<number>(order).fill(0);
  own.start(hypothesis);
  for (let r = 0; r < references.length; r++) {
    other[r] ??= new Occurrences();
    other[r]!.start(references[r]!);
  }
  makeRoom(hypothesis.length);
  for (let n = 1; n <= order && own.size > 0; n++) {
    ngrams.clear(own.size);
    own.number(n, ngrams);
    own.count(ownCounts, ngrams.size);
    mostCounts.fill(0, 0, ngrams.size);
    for (let r = 0; r < references.length; r++) {
      other[r]!.find(n, ngrams);
      other[r]!.count(otherCounts, ngrams.size);
      for (let i = 0; i < ngrams.size; i++) {
        if (otherCounts[i]! > mostCounts[i]!) mostCounts[i] = otherCounts[i]!;
      }
    }
    let sum = 0;
    for (let i = 0; i < ngrams.size; i++) sum += Math.min(ownCounts[i]!, mostCounts[i]!);
    matches[n - 1] = sum;
    own.keep(mostCounts);
  }
  return matches;
}

function makeRoom(most: number): void {
  if (most <= ownCounts.length) return;
  ownCounts = new Int32Array(2 * most);
  otherCounts = new Int32Array(2 * most);
  mostCounts = new Int32Array(2 * most);
}
