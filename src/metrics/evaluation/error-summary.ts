import { referenceLength } from "../closest-length.ts";
import type { Segment } from "../segment.ts";

/** How many outputs fail in ways that a score does not tell apart; an output may fail in several. */
export interface ErrorSummary {
  readonly sentences: number;
  /** Nothing was written where every reference says something. */
  readonly empty: number;
  /** Under-generation: fewer than half as many tokens as the shortest reference. Empty outputs are among them. */
  readonly short: number;
  /** Over-generation: more than twice as many tokens as the longest reference. */
  readonly long: number;
  /** One to four tokens are repeated, more often in a row than any so many are in a reference. */
  readonly repeating: number;
  /** The source was written once more, which no reference does; null where the sources are not known. */
  readonly copied: number | null;
  /** The output holds `<unk>`. */
  readonly unknown: number;
  /** Σ output tokens / Σ tokens of the reference closest in length; null where all references are empty. */
  readonly brevityRatio: number | null;
}

/** What is wrong with one output, beside its score. */
export type OutputError = "empty" | "short" | "long" | "repeating" | "copied" | "unknown";

/** The kinds of errors, and what each means, in the order in which they are shown. */
export const errorDefinitions: Readonly<Record<OutputError, string>> = {
  empty: "outputs without a token",
  short: "outputs with fewer than half the tokens of the shortest reference",
  long: "outputs with more than twice the tokens of the longest reference",
  repeating: "outputs that repeat one to four tokens more often in a row than any reference does",
  copied: "outputs that equal their source, as no reference does",
  unknown: "outputs with <unk>",
};

const repetitionSizes = [1, 2, 3, 4];

/** What is wrong with an output. */
export function outputErrors({ source, hypothesis, references }: Segment): OutputError[] {
  const { tokens } = hypothesis;
  const lengths = references.map((reference) => reference.tokens.length);
  const found: Record<OutputError, boolean> = {
    empty: tokens.length === 0 && Math.min(...lengths) > 0,
    short: tokens.length < Math.min(...lengths) / 2,
    long: tokens.length > Math.max(...lengths) * 2,
    repeating: repetitionSizes.some(
      (n) =>
        longestRun(tokens, n) > Math.max(...references.map((reference) => longestRun(reference.tokens, n))),
    ),
    copied:
      source !== undefined &&
      tokens.length > 0 &&
      source.text.trim() === hypothesis.text.trim() &&
      references.every(({ text }) => text.trim() !== hypothesis.text.trim()),
    unknown: tokens.includes("<unk>"),
  };
  return (Object.keys(found) as OutputError[]).filter((kind) => found[kind]);
}

/** Counts the errors of outputs as they come, in constant memory. */
export function createErrorCounter(): { add(segment: Segment): void; summary(): ErrorSummary } {
  const counts: Record<OutputError, number> = {
    empty: 0,
    short: 0,
    long: 0,
    repeating: 0,
    copied: 0,
    unknown: 0,
  };
  let [sentences, sources, hypothesisTokens, referenceTokens] = [0, 0, 0, 0];
  return {
    add(segment) {
      sentences++;
      if (segment.source !== undefined) sources++;
      hypothesisTokens += segment.hypothesis.tokens.length;
      referenceTokens += referenceLength(segment);
      for (const kind of outputErrors(segment)) counts[kind]++;
    },
    summary: () => ({
      sentences,
      ...counts,
      copied: sources === 0 ? null : counts.copied,
      brevityRatio: referenceTokens === 0 ? null : hypothesisTokens / referenceTokens,
    }),
  };
}

/** How often n tokens stand in a row at most: 1 where none is followed by itself. */
function longestRun(tokens: readonly string[], n: number): number {
  let [streak, longest] = [0, 0];
  for (let i = n; i < tokens.length; i++) {
    streak = tokens[i] === tokens[i - n] ? streak + 1 : 0;
    longest = Math.max(longest, streak);
  }
  return Math.floor(longest / n) + 1;
}
