import { DataError } from "../errors.ts";
import { editDistance } from "./edit-distance.ts";
import { exactMatch } from "./exact-match.ts";
import { checkSegments, type Segment } from "./segment.ts";

/**
 * Word error rate as the papers on grapheme-to-phoneme conversion define it: share of outputs that equal none of
 * their references, 100 − exact match (a "word" is one input). Not the word error rate of speech recognition.
 * @throws {DataError} as `exactMatch`
 */
export function wordErrorRate(segments: readonly Segment[]): number {
  return 100 - exactMatch(segments);
}

/**
 * Token error rate (phoneme error rate where tokens are phones): 100 × Σ edit distance to the nearest reference /
 * Σ length of that reference, in tokens. The nearest is the one with the smallest distance; among equally near ones
 * the longest, which holds the errors against the output least. Above 100 where outputs are far too long.
 * @throws {DataError} where there is nothing to count, a reference is missing, or the nearest are all empty
 */
export function tokenErrorRate(segments: readonly Segment[]): number {
  checkSegments("token error rate", segments);
  let errors = 0;
  let length = 0;
  for (const { hypothesis, references } of segments) {
    const nearest = references
      .map((reference) => ({ distance: editDistance(hypothesis, reference), length: reference.length }))
      .reduce((a, b) =>
        b.distance < a.distance || (b.distance === a.distance && b.length > a.length) ? b : a,
      );
    errors += nearest.distance;
    length += nearest.length;
  }
  if (length === 0)
    throw new DataError("token error rate: the references hold no tokens, expected at least one");
  return (100 * errors) / length;
}
