import { chooseTokenizerKind } from "../text/index.ts";
import { CharacterCounts, type SuspiciousCharacter } from "./character-counts.ts";
import { TextHashSet } from "./hash-set.ts";
import { hasInvalidCharacters } from "./invalid-characters.ts";
import { LengthCounts, type LengthRange, lengthRanges } from "./length-counts.ts";
import type { Overlap } from "./overlap.ts";
import { countSkipped, type Pair, type PairLine, type Skipped } from "./pair.ts";

/** Statistics of one side of a corpus. */
export interface SideStatistics {
  readonly characters: number;
  readonly distinctCharacters: number;
  /** Pieces between white space. */
  readonly words: number;
  /** The length of a text, in characters. */
  readonly length: {
    readonly mean: number;
    readonly median: number;
    readonly most99: number;
    readonly longest: number;
  };
  readonly scripts: readonly { readonly name: string; readonly count: number }[];
  readonly commonest: readonly { readonly character: string; readonly count: number }[];
  readonly suspicious: readonly SuspiciousCharacter[];
  /** The tokenizer that `auto` chooses, by the first 100,000 pairs. */
  readonly tokenizer: "characters" | "words";
}

/** Statistics of a corpus. */
export interface PairStatistics {
  readonly pairs: number;
  readonly skipped: Skipped;
  readonly source: SideStatistics;
  readonly target: SideStatistics;
  readonly lengths: readonly (LengthRange & { readonly source: number; readonly target: number })[];
  /** Target characters per source character: the 1st, 50th and 99th percentiles, accurate to 2 %. */
  readonly ratio: { readonly least: number; readonly median: number; readonly most: number };
  /** Characters of the longer side per character of the shorter: the 99th and 99.9th percentiles, accurate to 2 %. */
  readonly unevenness: { readonly most99: number; readonly most999: number };
  /** Copies of earlier pairs. */
  readonly duplicates: number;
  /** Distinct sources, and how many of them have several targets. */
  readonly sources: number;
  readonly severalTargets: number;
  /** Pairs whose source and target are the same. */
  readonly identical: number;
  /** Pairs with characters that never occur in text on purpose. */
  readonly invalid: number;
}

/** Enough that more pairs would not change the choice of tokenizer, and few enough to hold in memory. */
const sampledPairs = 100_000;
/** Into how many steps each doubling of a ratio is divided for counting. */
const ratioSteps = 32;
const mostDoublings = 24;

/**
 * Computes the statistics of a stream of pairs. Memory: hashes of all distinct pairs, sources and targets (see
 * `TextHashSet`), and the texts of the first 100,000 pairs.
 */
export class PairCounter {
  private readonly skipped: Skipped = { blank: 0, empty: 0 };
  private readonly source = new SideCounter();
  private readonly target = new SideCounter();
  private readonly ratios = new LengthCounts();
  private readonly uneven = new LengthCounts();
  private readonly pairSet = new TextHashSet();
  private readonly sourceSet = new TextHashSet();
  private readonly severalSet = new TextHashSet();
  private readonly targetSet = new TextHashSet();
  private pairs = 0;
  private identical = 0;
  private invalid = 0;

  add(line: PairLine): void {
    if (typeof line === "string") {
      countSkipped(this.skipped, line);
      return;
    }
    const { source, target } = line;
    this.pairs++;
    const [S, T] = [this.source.add(source), this.target.add(target)];
    this.ratios.add(Math.round((Math.log2(T / S) + mostDoublings) * ratioSteps));
    this.uneven.add(Math.round(Math.abs(Math.log2(T / S)) * ratioSteps));
    if (source === target) this.identical++;
    if (hasInvalidCharacters(source) || hasInvalidCharacters(target)) this.invalid++;
    this.targetSet.add(target);
    if (this.pairSet.add(source, target) && !this.sourceSet.add(source)) this.severalSet.add(source);
  }

  statistics(): PairStatistics {
    const ratio = (share: number): number => 2 ** (this.ratios.quantile(share) / ratioSteps - mostDoublings);
    const uneven = (share: number): number => 2 ** (this.uneven.quantile(share) / ratioSteps);
    const [source, target] = [this.source.lengths, this.target.lengths];
    return {
      pairs: this.pairs,
      skipped: this.skipped,
      source: this.source.statistics(),
      target: this.target.statistics(),
      lengths: lengthRanges([source, target]).map(({ from, to }) => ({
        from,
        to,
        source: source.between(from, to ?? Number.POSITIVE_INFINITY),
        target: target.between(from, to ?? Number.POSITIVE_INFINITY),
      })),
      ratio: { least: ratio(0.01), median: ratio(0.5), most: ratio(0.99) },
      unevenness: { most99: uneven(0.99), most999: uneven(0.999) },
      duplicates: this.pairs - this.pairSet.size,
      sources: this.sourceSet.size,
      severalTargets: this.severalSet.size,
      identical: this.identical,
      invalid: this.invalid,
    };
  }

  /** How many of other pairs share their source, their target or both with this corpus. */
  async overlap(others: AsyncIterable<PairLine>): Promise<Overlap> {
    const found = { pairs: 0, source: 0, target: 0, pair: 0 };
    for await (const line of others) {
      if (typeof line === "string") continue;
      const { source, target }: Pair = line;
      found.pairs++;
      if (this.sourceSet.has(source)) found.source++;
      if (this.targetSet.has(target)) found.target++;
      if (this.pairSet.has(source, target)) found.pair++;
    }
    return found;
  }
}

class SideCounter {
  readonly lengths = new LengthCounts();
  private readonly characters = new CharacterCounts();
  private readonly sample: string[] = [];
  private words = 0;

  /** @returns how many characters the text has */
  add(text: string): number {
    const length = this.characters.add(text);
    this.lengths.add(length);
    this.words += countWords(text);
    if (this.sample.length < sampledPairs) this.sample.push(text);
    return length;
  }

  statistics(): SideStatistics {
    const { lengths, characters } = this;
    return {
      characters: characters.total,
      distinctCharacters: characters.distinct,
      words: this.words,
      length: {
        mean: lengths.count === 0 ? 0 : lengths.total / lengths.count,
        median: lengths.quantile(0.5),
        most99: lengths.quantile(0.99),
        longest: lengths.longest,
      },
      scripts: characters.scripts(),
      commonest: characters.commonest(20),
      suspicious: characters.suspicious(),
      tokenizer: chooseTokenizerKind(this.sample),
    };
  }
}

function countWords(text: string): number {
  return text.match(/\P{White_Space}+/gu)?.length ?? 0;
}
