import { numberDistance } from "./edit-distance.ts";

/**
 * [edits, length] of the reference that is fewest edits away; among equally near ones of the longest, which holds the
 * errors against the output least.
 */
export function nearestReference(
  hypothesis: readonly number[],
  references: readonly (readonly number[])[],
): Float64Array {
  let edits = Number.POSITIVE_INFINITY;
  let length = 0;
  for (const reference of references) {
    const distance = numberDistance(hypothesis, reference);
    if (distance < edits || (distance === edits && reference.length > length)) {
      edits = distance;
      length = reference.length;
    }
  }
  return Float64Array.of(edits, length);
}
