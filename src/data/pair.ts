/** One example as text: what the model reads, and what it should write. */
export interface Pair {
  source: string;
  target: string;
}

/** Pairs, in memory or streamed. */
export type Corpus = AsyncIterable<Pair> | Iterable<Pair>;

/** How many records of the input gave no pair, by reason. */
export interface Skipped extends Partial<Record<FormatReason | CleaningReason, number>> {
  /** Lines with nothing but white space (in parallel files: on both sides). */
  blank: number;
  /** Pairs with nothing but white space on one side. */
  empty: number;
}

/**
 * Why a record gives no pair in the file's format: `header` lines that name columns or say how a file is written;
 * units of a translation memory that lack one of the two `language`s; entries of a catalogue that are `untranslated`,
 * `fuzzy`, `obsolete`, or have `plural` forms.
 */
type FormatReason = "header" | "language" | "untranslated" | "fuzzy" | "obsolete" | "plural";

/** Why cleaning leaves a pair out; see `CleaningOptions`. */
export type CleaningReason = "length" | "ratio" | "duplicate" | "identical" | "invalid" | "overlap";

/** The result of a reader. White space at the ends of a side is not part of a pair. */
export interface PairReading {
  pairs: Pair[];
  skipped: Skipped;
}

/** What one line or other record holds: a pair, or why it gives none. */
export type PairLine = Pair | keyof Skipped;

/** In how many of the kept pairs something was found or changed. */
export interface Remarks {
  /** Markup was converted to text: HTML in Anki exports, inline elements in translation memories. */
  markup: number;
  /** A side has invalid characters, see `hasInvalidCharacters`. */
  invalid: number;
}

export function noRemarks(): Remarks {
  return { markup: 0, invalid: 0 };
}

/** Counts a record that gave no pair. */
export function countSkipped(skipped: Skipped, reason: keyof Skipped): void {
  skipped[reason] = (skipped[reason] ?? 0) + 1;
}

/** A pair without the white space at its ends, or why it is skipped. */
export function trimPair({ source, target }: Pair): PairLine {
  const pair = { source: source.trim(), target: target.trim() };
  if (pair.source !== "" && pair.target !== "") return pair;
  return pair.source === pair.target ? "blank" : "empty";
}

/** Adds what one line holds to a reading. */
export function collect(reading: PairReading, line: PairLine): void {
  if (typeof line === "string") countSkipped(reading.skipped, line);
  else reading.pairs.push(line);
}

/** Collects all records in memory. */
export async function readAll(lines: AsyncIterable<PairLine>): Promise<PairReading> {
  const reading: PairReading = { pairs: [], skipped: { blank: 0, empty: 0 } };
  for await (const line of lines) collect(reading, line);
  return reading;
}

/**
 * Groups pairs by source: the numbers of each source's pairs, in the order in which sources first occur. Several pairs
 * with the same source are one sentence with several right answers.
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
