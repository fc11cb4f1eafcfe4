import { segmented } from "../segmented.ts";

/**
 * Finds the segments that pieces are learnt from: pieces do not cross their ends. A chunk is split between letters,
 * digits and all else (hiragana, katakana and Han are all letters; a combining mark is a letter) and, if a locale is
 * given, also at the word boundaries of `Intl.Segmenter`. The ▁ before a word belongs to its first segment.
 *
 * Only training splits like this. Text is encoded chunk by chunk, so that a model works the same in every browser,
 * whatever its word tables, and a tokenizer.json describes it completely.
 */
export class Segmentation {
  private readonly words: Intl.Segmenter | undefined;

  /** @param locale a BCP 47 tag such as "ja" */
  constructor(locale?: string) {
    this.words = locale === undefined ? undefined : new Intl.Segmenter(locale, { granularity: "word" });
  }

  /** Calls back with each segment of a chunk. */
  each(chunk: string, onSegment: (segment: string) => void): void {
    if (this.words === undefined) {
      for (const segment of chunk.match(CLASSES) ?? []) onSegment(segment);
      return;
    }
    const start = chunk.startsWith(SPACE) ? SPACE : "";
    let prefix = start;
    for (const word of segmented(this.words, chunk.slice(start.length))) {
      for (const segment of word.match(CLASSES) ?? []) {
        onSegment(prefix + segment);
        prefix = "";
      }
    }
  }
}

/** Stands for the space before a word. */
export const SPACE = "\u2581";

const CLASSES = /▁?(?:[\p{L}\p{M}]+|\p{N}+|[^\p{L}\p{M}\p{N}]+)/gu;
