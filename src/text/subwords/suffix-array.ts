/**
 * The starts of a text's suffixes in sorted order, in linear time, by induced sorting (SA-IS; Nong, Zhang and Chan
 * 2009, "Linear Suffix Array Construction by Almost Pure Induced-Sorting"). A suffix is of type S if it is smaller
 * than the one that starts a symbol later, otherwise of type L; a suffix of type S after one of type L is leftmost
 * (LMS). Sorted LMS suffixes induce the order of all L suffixes, and these the order of all S suffixes.
 *
 * @param text symbols 0 … alphabet − 1; the last is 0, and no other is
 */
export function suffixArray(text: Int32Array, alphabet: number): Int32Array {
  const length = text.length;
  const suffixes = new Int32Array(length);
  if (length < 2) return suffixes;
  const isSmall = smallTypes(text);
  const isLeftmost = (i: number) => i > 0 && isSmall[i] === 1 && isSmall[i - 1] === 0;
  const counts = new Int32Array(alphabet);
  for (let i = 0; i < length; i++) counts[text[i]!]!++;

  const leftmost = new Int32Array(length >>> 1);
  let size = 0;
  for (let i = 1; i < length; i++) if (isLeftmost(i)) leftmost[size++] = i;
  const starts = leftmost.subarray(0, size);

  // Induced from LMS suffixes in any order, the LMS substrings come out sorted.
  induce(text, suffixes, isSmall, counts, starts);
  const sorted = starts.slice();
  let next = 0;
  for (let i = 0; i < length; i++) if (isLeftmost(suffixes[i]!)) sorted[next++] = suffixes[i]!;
  const { names, distinct } = nameSubstrings(text, isSmall, sorted);

  // The text of their names gives the order of the LMS suffixes.
  const reduced = new Int32Array(size);
  for (let i = 0; i < size; i++) reduced[i] = names[starts[i]! >>> 1]!;
  if (distinct < size) {
    const order = suffixArray(reduced, distinct);
    for (let i = 0; i < size; i++) sorted[i] = starts[order[i]!]!;
  } else {
    for (let i = 0; i < size; i++) sorted[reduced[i]!] = starts[i]!;
  }
  induce(text, suffixes, isSmall, counts, sorted);
  return suffixes;
}

/** 1 where a suffix is of type S. */
function smallTypes(text: Int32Array): Uint8Array {
  const isSmall = new Uint8Array(text.length);
  isSmall[text.length - 1] = 1;
  for (let i = text.length - 2; i >= 0; i--) {
    const difference = text[i]! - text[i + 1]!;
    isSmall[i] = difference < 0 || (difference === 0 && isSmall[i + 1] === 1) ? 1 : 0;
  }
  return isSmall;
}

/** Fills `suffixes` from the LMS suffixes, given in ascending order: within a symbol's bucket, L comes before S. */
function induce(
  text: Int32Array,
  suffixes: Int32Array,
  isSmall: Uint8Array,
  counts: Int32Array,
  leftmost: Int32Array,
): void {
  const ends = counts.slice();
  for (let symbol = 1; symbol < ends.length; symbol++) ends[symbol]! += ends[symbol - 1]!;
  const starts = ends.map((end, symbol) => end - counts[symbol]!);

  suffixes.fill(-1);
  const tails = ends.slice();
  for (let i = leftmost.length - 1; i >= 0; i--) suffixes[--tails[text[leftmost[i]!]!]!] = leftmost[i]!;
  for (let i = 0; i < suffixes.length; i++) {
    const before = suffixes[i]! - 1;
    if (before >= 0 && isSmall[before] === 0) suffixes[starts[text[before]!]!++] = before;
  }
  for (let i = suffixes.length - 1; i >= 0; i--) {
    const before = suffixes[i]! - 1;
    if (before >= 0 && isSmall[before] === 1) suffixes[--ends[text[before]!]!] = before;
  }
}

/**
 * Numbers the LMS substrings, each from its start to the next LMS place, in sorted order; equal ones get the same
 * number. Two LMS places are never adjacent, so a name is stored at half its start.
 */
function nameSubstrings(text: Int32Array, isSmall: Uint8Array, sorted: Int32Array) {
  const names = new Int32Array((text.length >>> 1) + 1);
  let distinct = 0;
  for (let k = 0; k < sorted.length; k++) {
    if (k > 0 && !areEqual(text, isSmall, sorted[k - 1]!, sorted[k]!)) distinct++;
    names[sorted[k]! >>> 1] = distinct;
  }
  return { names, distinct: sorted.length === 0 ? 0 : distinct + 1 };
}

function areEqual(text: Int32Array, isSmall: Uint8Array, a: number, b: number): boolean {
  for (let i = 0; ; i++) {
    if (text[a + i] !== text[b + i] || isSmall[a + i] !== isSmall[b + i]) return false;
    // If one reaches the end, the last symbol, which occurs only there, has told them apart.
    if (i > 0 && isSmall[a + i] === 1 && isSmall[a + i - 1] === 0) return true;
  }
}

/**
 * How many first symbols each suffix shares with the one before it in sorted order, at most the `extent` of either
 * (Kasai et al. 2001).
 *
 * @param extent how far the suffix at each place reaches: a common prefix is counted no further
 */
export function commonPrefixes(text: Int32Array, suffixes: Int32Array, extent: Int32Array): Int32Array {
  const ranks = new Int32Array(text.length);
  for (let k = 0; k < suffixes.length; k++) ranks[suffixes[k]!] = k;
  const shared = new Int32Array(text.length);
  let common = 0;
  for (let i = 0; i < text.length; i++) {
    const rank = ranks[i]!;
    if (rank === 0) {
      common = 0;
      continue;
    }
    const other = suffixes[rank - 1]!;
    const limit = Math.min(extent[i]!, extent[other]!);
    while (common < limit && text[i + common] === text[other + common]) common++;
    shared[rank] = Math.min(common, limit);
    common = Math.max(0, shared[rank]! - 1);
  }
  return shared;
}
