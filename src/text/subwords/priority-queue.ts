/** A queue of numbers, the one with the lowest key first: a binary heap. */
export class PriorityQueue {
  private readonly keys: number[] = [];
  private readonly values: number[] = [];
  private readonly isBefore: (a: number, b: number) => boolean;

  /** @param isBefore which of two numbers with the same key comes first (default: either) */
  constructor(isBefore: (a: number, b: number) => boolean = () => false) {
    this.isBefore = isBefore;
  }

  /** How many numbers are in the queue. */
  get size(): number {
    return this.values.length;
  }

  push(key: number, value: number): void {
    const { keys, values } = this;
    let at = values.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.precedes(key, value, keys[parent]!, values[parent]!)) break;
      keys[at] = keys[parent]!;
      values[at] = values[parent]!;
      at = parent;
    }
    keys[at] = key;
    values[at] = value;
  }

  /** Removes and returns the first number; the queue must not be empty. */
  pop(): [key: number, value: number] {
    const { keys, values } = this;
    const first: [number, number] = [keys[0]!, values[0]!];
    const key = keys.pop()!;
    const value = values.pop()!;
    const size = values.length;
    if (size === 0) return first;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      const other = child + 1;
      if (other < size && this.precedes(keys[other]!, values[other]!, keys[child]!, values[child]!)) child++;
      if (!this.precedes(keys[child]!, values[child]!, key, value)) break;
      keys[at] = keys[child]!;
      values[at] = values[child]!;
      at = child;
    }
    keys[at] = key;
    values[at] = value;
    return first;
  }

  private precedes(keyA: number, a: number, keyB: number, b: number): boolean {
    return keyA < keyB || (keyA === keyB && this.isBefore(a, b));
  }
}
