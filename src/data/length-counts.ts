/** Shorter lengths are counted one by one, all others together. */
const mostCounted = 1 << 16;

/** How often each length occurs, in bounded memory. */
export class LengthCounts {
  /** How many lengths were added. */
  count = 0;
  total = 0;
  longest = 0;
  private readonly counts: number[] = [];

  add(length: number): void {
    const at = Math.min(length, mostCounted);
    while (this.counts.length <= at) this.counts.push(0);
    this.counts[at]!++;
    this.count++;
    this.total += length;
    if (length > this.longest) this.longest = length;
  }

  /** The smallest length that at least this share of all lengths does not exceed. */
  quantile(share: number): number {
    let sum = 0;
    for (const [length, count] of this.counts.entries()) {
      sum += count;
      if (sum >= share * this.count) return length === mostCounted ? this.longest : length;
    }
    return this.longest;
  }

  /** How many lengths are in from … to, both ends included. */
  between(from: number, to: number): number {
    let sum = 0;
    for (let length = from; length < this.counts.length && length <= to; length++)
      sum += this.counts[length]!;
    return sum;
  }
}

/** A range of lengths, both ends included; null for an open end. */
export interface LengthRange {
  readonly from: number;
  readonly to: number | null;
}

/** About ten ranges of the same round width that hold all but the longest 1 % of lengths, and one for those. */
export function lengthRanges(counts: readonly LengthCounts[]): LengthRange[] {
  const high = Math.max(1, ...counts.map((one) => one.quantile(0.99)));
  const rough = high / 10;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const width = Math.max(1, power * [1, 2, 5, 10].find((factor) => factor * power >= rough)!);
  const ranges: LengthRange[] = [];
  for (let from = 1; from <= high; from += width) ranges.push({ from, to: from + width - 1 });
  const end = ranges.at(-1)!.to!;
  const longest = Math.max(...counts.map((one) => one.longest));
  return longest > end ? [...ranges, { from: end + 1, to: null }] : ranges;
}
