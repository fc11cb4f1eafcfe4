/**
 * Maps pairs of ids to numbers: a hash table with open addressing over typed arrays, because a `Map` would box each
 * pair's key. Pairs cannot be removed.
 */
export class PairTable {
  private lefts: Int32Array;
  private rights: Int32Array;
  private values: Int32Array;
  private count = 0;

  /** @param expected how many pairs are likely to be added; the table grows if there are more */
  constructor(expected = 16) {
    const capacity = 2 ** Math.ceil(Math.log2(2 * Math.max(8, expected)));
    this.lefts = new Int32Array(capacity).fill(-1);
    this.rights = new Int32Array(capacity);
    this.values = new Int32Array(capacity);
  }

  /** The pair's number; -1 if it has none. */
  get(left: number, right: number): number {
    const { lefts, rights } = this;
    const mask = lefts.length - 1;
    for (let at = hash(left, right) & mask; ; at = (at + 1) & mask) {
      if (lefts[at] === left && rights[at] === right) return this.values[at]!;
      if (lefts[at] === -1) return -1;
    }
  }

  /** @param left not below 0 */
  set(left: number, right: number, value: number): void {
    const { lefts, rights } = this;
    const mask = lefts.length - 1;
    let at = hash(left, right) & mask;
    while (lefts[at] !== -1 && !(lefts[at] === left && rights[at] === right)) at = (at + 1) & mask;
    if (lefts[at] === -1 && ++this.count > lefts.length / 2) {
      this.grow();
      this.set(left, right, value);
      return;
    }
    lefts[at] = left;
    rights[at] = right;
    this.values[at] = value;
  }

  private grow(): void {
    const { lefts, rights, values } = this;
    this.lefts = new Int32Array(2 * lefts.length).fill(-1);
    this.rights = new Int32Array(2 * lefts.length);
    this.values = new Int32Array(2 * lefts.length);
    this.count = 0;
    for (let at = 0; at < lefts.length; at++) {
      if (lefts[at] !== -1) this.set(lefts[at]!, rights[at]!, values[at]!);
    }
  }
}

/** Two rounds of multiplication by odd constants, so that consecutive ids fall far apart. */
function hash(left: number, right: number): number {
  const mixed = Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
