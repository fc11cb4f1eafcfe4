import { checkSegments, type Segment, sameTokens } from "./segment.ts";

/**
 * Share of outputs that equal one of their references token by token, 0 … 100.
 * @throws {DataError} where there is nothing to count, or a reference is missing
 */
export function exactMatch(segments: readonly Segment[]): number {
  checkSegments("exact match", segments);
  const equal = segments.filter(({ hypothesis, references }) =>
    references.some((reference) => sameTokens(hypothesis, reference)),
  );
  return (100 * equal.length) / segments.length;
}
