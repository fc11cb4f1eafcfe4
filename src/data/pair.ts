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

/** What one line holds: a pair, or why it gives none. */
export type PairLine = Pair | keyof Skipped;

/** A pair without the white space at its ends, or why it is skipped. */
export function trimPair({ source, target }: Pair): PairLine {
  const pair = { source: source.trim(), target: target.trim() };
  if (pair.source !== "" && pair.target !== "") return pair;
  return pair.source === pair.target ? "blank" : "empty";
}

/** Adds what one line holds to a reading. */
export function collect(reading: PairReading, line: PairLine): void {
  if (typeof line === "string") reading.skipped[line]++;
  else reading.pairs.push(line);
}

/**
 * The sentences of pairs: which pairs, by number, each source has, in the order in which sources first occur. Several
 * pairs of one source are one sentence with several right answers.
 */
export function pairsBySource(pairs: readonly Pair[]): Map<string, number[]> {
  const numbers = new Map<string, number[]>();
  for (const [number, { source }] of pairs.entries()) {
    const known = numbers.get(source);
    if (known === undefined) numbers.set(source, [number]);
    else known.push(number);
  }
  return numbers;
}
