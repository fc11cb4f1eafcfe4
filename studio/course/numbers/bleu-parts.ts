import { type BleuDetails, bleu } from "../../../src/metrics/bleu.ts";
import { sentenceOf } from "../../../src/metrics/segment.ts";

/** What BLEU is made of, for one sentence, by src/metrics. */
export interface BleuParts extends BleuDetails {
  /** Matches by the length of the n-gram, n = 1 … 4; each n-gram at most as often as in the reference. */
  readonly matches: readonly number[];
  /** n-grams of the hypothesis. */
  readonly totals: readonly number[];
}

/** Words are what stands between spaces; nothing is smoothed, so that a single 0 makes the score 0. */
export function bleuParts(hypothesis: string, references: readonly string[]): BleuParts {
  const metric = bleu({ tokenize: "none", smooth: "none" });
  const segment = { hypothesis: sentenceOf(hypothesis), references: references.map(sentenceOf) };
  const counts = metric.count(segment);
  return { ...metric.details(counts), matches: [...counts.slice(2, 6)], totals: [...counts.slice(6, 10)] };
}

export interface Ngram {
  readonly words: string;
  /** How often the hypothesis has it. */
  readonly count: number;
  /** How often it counts: at most as often as in the reference that has it most often. */
  readonly clipped: number;
}

/** The n-grams of a hypothesis, in the order in which they first occur. */
export function ngrams(hypothesis: string, references: readonly string[], n: number): Ngram[] {
  const own = counted(hypothesis, n);
  const others = references.map((reference) => counted(reference, n));
  return [...own].map(([words, count]) => ({
    words,
    count,
    clipped: Math.min(count, Math.max(0, ...others.map((other) => other.get(words) ?? 0))),
  }));
}

function counted(text: string, n: number): Map<string, number> {
  const { tokens } = sentenceOf(text);
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= tokens.length; i++) {
    const words = tokens.slice(i, i + n).join(" ");
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return counts;
}

/** The hypotheses that the chapter speaks of, with their reference. */
export const bleuReference = "it is very cold in the city today";
export const bleuHypotheses = {
  good: "it is very cold in town today",
  short: "it is very cold",
  repeated: "the the the the the the the the",
  shuffled: "today city the in cold very is it",
} as const;
