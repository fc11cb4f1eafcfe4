/** One example as text: what is read, and what is to be written for it. */
export interface Pair {
  source: string;
  target: string;
}

/** Pairs, in memory or on their way. */
export type Corpus = AsyncIterable<Pair> | Iterable<Pair>;

/** How many places of the input gave no pair. */
export interface Skipped {
  /** Lines with nothing but white space (in parallel files: on both sides). */
  blank: number;
  /** Pairs with nothing but white space on one side. */
  empty: number;
}

/** What a reader gives. White space at the ends of a side is not part of a pair. */
export interface PairReading {
  pairs: Pair[];
  skipped: Skipped;
}

/** Adds one pair to a reading, or counts it as skipped. */
export function collect(reading: PairReading, { source, target }: Pair): void {
  const pair = { source: source.trim(), target: target.trim() };
  if (pair.source !== "" && pair.target !== "") reading.pairs.push(pair);
  else if (pair.source === pair.target) reading.skipped.blank++;
  else reading.skipped.empty++;
}
