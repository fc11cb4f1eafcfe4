import { DataError } from "../errors.ts";
import { splitWords } from "./white-space.ts";

/** A line beside its tokens. */
export interface Sentence {
  readonly text: string;
  /** None for an empty line. */
  readonly tokens: readonly string[];
}

/** One output beside what it ought to be: the unit that every metric counts. */
export interface Segment {
  readonly hypothesis: Sentence;
  /** What was read; absent where only outputs are at hand. */
  readonly source?: Sentence;
  /** The right answers, at least one. */
  readonly references: readonly Sentence[];
  /** What teacher forcing counted over the references; absent where no model was at hand. */
  readonly forced?: ForcedCounts;
}

/** What teacher forcing counted over the target tokens of some sentences, `</s>` included. */
export interface ForcedCounts {
  /** −Σ log P of the tokens, nats. */
  readonly negativeLogLikelihood: number;
  readonly tokens: number;
  /** Tokens that the model held to be the likeliest. */
  readonly correct: number;
  /** Target sentences. */
  readonly sentences: number;
}

/** A line whose tokens are the words between its white space: for text that comes from no model. */
export function sentenceOf(text: string): Sentence {
  return { text, tokens: splitWords(text) };
}

/**
 * Puts hypotheses and references, read from two places, side by side.
 * @throws {DataError} where their numbers differ
 */
export function toSegments(
  hypotheses: readonly Sentence[],
  references: readonly (readonly Sentence[])[],
): Segment[] {
  if (hypotheses.length !== references.length) {
    throw new DataError(
      `${hypotheses.length} hypotheses but references for ${references.length} sentences: expected as many of one as ` +
        "of the other, in the same order",
    );
  }
  return hypotheses.map((hypothesis, i) => ({ hypothesis, references: references[i]! }));
}

/** How many references a segment has, "var" where segments differ in it: what signatures tell. */
export function referenceCount(segments: Iterable<Segment>): number | "var" {
  let count: number | undefined;
  for (const { references } of segments) {
    count ??= references.length;
    if (references.length !== count) return "var";
  }
  return count ?? 0;
}

/** True where two token lists are the same. */
export function sameTokens(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((token, i) => token === b[i]);
}
