import { numberTokens } from "./number-tokens.ts";

/**
 * The least number of tokens to insert, delete or substitute, each at cost 1, that turns one token list into the
 * other: Levenshtein 1966, by the dynamic programme of Wagner and Fischer 1974 over one row. What both lists share
 * at their ends costs nothing and is cut off first. Time O(|a|·|b|), memory O(min(|a|, |b|)) beyond the tokens.
 */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  const numbers = new Map<string, number>();
  return numberDistance(numberTokens(a, numbers), numberTokens(b, numbers));
}

/** `editDistance` of tokens that are numbers. */
export function numberDistance(a: readonly number[], b: readonly number[]): number {
  let start = 0;
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const first = a.slice(start, a.length - end);
  const second = b.slice(start, b.length - end);
  return first.length < second.length ? distance(first, second) : distance(second, first);
}

/** `row[j]` is the distance between the part of `long` read so far and the first j tokens of `short`. */
function distance(short: readonly number[], long: readonly number[]): number {
  const row = Uint32Array.from({ length: short.length + 1 }, (_, j) => j);
  for (let i = 0; i < long.length; i++) {
    const token = long[i]!;
    let diagonal = i;
    let left = i + 1;
    row[0] = left;
    for (let j = 0; j < short.length; j++) {
      const above = row[j + 1]!;
      const substitution = short[j] === token ? diagonal : diagonal + 1;
      left = Math.min(substitution, above + 1, left + 1);
      row[j + 1] = left;
      diagonal = above;
    }
  }
  return row[short.length]!;
}
