import { DataError } from "../errors.ts";

/** One output beside what it ought to be: the unit that every metric counts. */
export interface Segment {
  /** Tokens of the model's output; none for an empty output. */
  readonly hypothesis: readonly string[];
  /** Tokens of each right answer, at least one answer; their order never matters. */
  readonly references: readonly (readonly string[])[];
}

/**
 * Puts hypotheses and references, read from two places, side by side.
 * @throws {DataError} where their numbers differ
 */
export function toSegments(
  hypotheses: readonly (readonly string[])[],
  references: readonly (readonly (readonly string[])[])[],
): Segment[] {
  if (hypotheses.length !== references.length) {
    throw new DataError(
      `${hypotheses.length} hypotheses but references for ${references.length} sentences: expected as many of one as ` +
        "of the other, in the same order",
    );
  }
  return hypotheses.map((hypothesis, i) => ({ hypothesis, references: references[i]! }));
}

/** @throws {DataError} where there is no segment, or one has no reference */
export function checkSegments(metric: string, segments: readonly Segment[]): void {
  if (segments.length === 0) throw new DataError(`${metric}: expected at least one sentence, there is none`);
  const bare = segments.findIndex(({ references }) => references.length === 0);
  if (bare >= 0) {
    throw new DataError(`${metric}: sentence ${bare + 1} has no reference, expected at least one`);
  }
}

/** True where two token lists are the same. */
export function sameTokens(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((token, i) => token === b[i]);
}
