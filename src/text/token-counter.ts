import { vocabularyTokenizer } from "./read-tokenizer.ts";
import { Segmentation } from "./subwords/segments.ts";
import { trainSubwords, untrainedSubwords } from "./subwords/train-subwords.ts";
import type { Tokenizer, TokenizerOptions } from "./tokenizer.ts";
import { Vocabulary } from "./vocabulary.ts";

/** What was counted, as data that can be passed between threads. */
export type TokenCounts = Readonly<Pick<TokenCounter, "counts" | "forgotten">>;

/** The most distinct tokens or segments that are counted; beyond that, the rarer half is forgotten. */
const MOST = 2_000_000;

/**
 * Counts what a tokenizer is learnt from, line by line: tokens for characters and words, segments for subwords. Memory
 * is bounded: after more than 2 million distinct ones, the rarer half is forgotten (of equally rare ones, those that
 * came last), and `forgotten` says how many occurrences that was. Counts of parts of a corpus can be merged; the same
 * parts in the same order give the same tokenizer.
 */
export class TokenCounter {
  /** How often each token or segment was seen. */
  counts = new Map<string, number>();
  /** Occurrences that are no longer counted. */
  forgotten = 0;
  private readonly options: TokenizerOptions;
  private readonly most: number;
  private readonly count: (line: string) => void;

  /** @param most the most distinct tokens or segments in memory */
  constructor(options: TokenizerOptions, most = MOST) {
    this.options = options;
    this.most = most;
    const add = (token: string): void => this.increase(token, 1);
    const { kind } = options;
    if (kind === "characters" || kind === "words") {
      const cutter = vocabularyTokenizer({ ...options, kind }, Vocabulary.fromCounts(new Map()));
      this.count = (line) => cutter.tokens(line).forEach(add);
    } else {
      const cutter = untrainedSubwords(options);
      const segmentation = new Segmentation(options.segmenter);
      this.count = (line) => {
        for (const word of cutter.words(line)) segmentation.each(word, add);
      };
    }
  }

  add(line: string): void {
    this.count(line);
  }

  /** Adds what another counter with the same options has counted. */
  merge({ counts, forgotten }: TokenCounts): void {
    for (const [token, count] of counts) this.increase(token, count);
    this.forgotten += forgotten;
  }

  /** Returns what was counted, to be merged into another counter, and starts again from zero. */
  take(): TokenCounts {
    const { counts, forgotten } = this;
    this.counts = new Map();
    this.forgotten = 0;
    return { counts, forgotten };
  }

  /** Builds the tokenizer. */
  train(): Tokenizer {
    const { kind, minimumCount = 1, maximumVocabulary = Number.POSITIVE_INFINITY } = this.options;
    if (kind !== "characters" && kind !== "words")
      return trainSubwords({ ...this.options, kind }, this.counts);
    const limits = { minimumCount, maximumSize: maximumVocabulary };
    return vocabularyTokenizer({ ...this.options, kind }, Vocabulary.fromCounts(this.counts, limits));
  }

  private increase(token: string, by: number): void {
    const count = this.counts.get(token) ?? 0;
    this.counts.set(token, count + by);
    if (count === 0 && this.counts.size > this.most) this.forget();
  }

  private forget(): void {
    const { counts } = this;
    const descending = [...counts.values()].sort((a, b) => b - a);
    const kept = Math.ceil(this.most / 2);
    const lowest = descending[kept]!;
    let room = kept - descending.indexOf(lowest);
    for (const [token, count] of counts) {
      if (count > lowest || (count === lowest && room-- > 0)) continue;
      counts.delete(token);
      this.forgotten += count;
    }
  }
}

/** Learns a tokenizer from lines, see `TokenCounter`. */
export function trainTokenizer(options: TokenizerOptions, lines: Iterable<string>): Tokenizer {
  const counter = new TokenCounter(options);
  for (const line of lines) counter.add(line);
  return counter.train();
}
