/** Pairs that wait, the one with the highest count first: a binary heap. */
export class PairQueue {
  private readonly pairs: number[] = [];
  private readonly counts: number[] = [];
  private readonly isBefore: (a: number, b: number) => boolean;

  /** @param isBefore which of two pairs with the same count comes first */
  constructor(isBefore: (a: number, b: number) => boolean) {
    this.isBefore = isBefore;
  }

  push(pair: number, count: number): void {
    const { pairs, counts } = this;
    let at = pairs.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.precedes(pair, count, pairs[parent]!, counts[parent]!)) break;
      pairs[at] = pairs[parent]!;
      counts[at] = counts[parent]!;
      at = parent;
    }
    pairs[at] = pair;
    counts[at] = count;
  }

  /** Takes the first pair, with the count that it was given; pair -1 where none waits. */
  pop(): [pair: number, count: number] {
    const { pairs, counts } = this;
    if (pairs.length === 0) return [-1, 0];
    const first: [number, number] = [pairs[0]!, counts[0]!];
    const pair = pairs.pop()!;
    const count = counts.pop()!;
    const size = pairs.length;
    if (size === 0) return first;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      const other = child + 1;
      if (other < size && this.precedes(pairs[other]!, counts[other]!, pairs[child]!, counts[child]!))
        child++;
      if (!this.precedes(pairs[child]!, counts[child]!, pair, count)) break;
      pairs[at] = pairs[child]!;
      counts[at] = counts[child]!;
      at = child;
    }
    pairs[at] = pair;
    counts[at] = count;
    return first;
  }

  private precedes(a: number, countA: number, b: number, countB: number): boolean {
    return countA > countB || (countA === countB && a !== b && this.isBefore(a, b));
  }
}
