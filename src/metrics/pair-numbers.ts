/**
 * Numbers pairs of whole numbers 0, 1, 2 … in the order in which they first come: a hash table with open addressing
 * (Knuth 1973, section 6.4), kept between uses, because one that is made anew for each sentence costs more than what
 * is looked up in it.
 */
export class PairNumbers {
  #size = 0;
  #mask = -1;
  #firsts = new Int32Array(0);
  #seconds = new Int32Array(0);
  /** Of each slot the pair's number plus one, 0 where it is free. */
  #slots = new Int32Array(0);

  /** How many pairs are numbered. */
  get size(): number {
    return this.#size;
  }

  /** Forgets all pairs and makes room for so many. */
  clear(pairs: number): void {
    let capacity = 16;
    while (capacity < 2 * pairs) capacity *= 2;
    if (capacity > this.#slots.length) {
      this.#slots = new Int32Array(capacity);
      this.#firsts = new Int32Array(capacity);
      this.#seconds = new Int32Array(capacity);
    } else {
      this.#slots.fill(0, 0, capacity);
    }
    this.#mask = capacity - 1;
    this.#size = 0;
  }

  /** The number of a pair, a new one where it has none yet. */
  add(first: number, second: number): number {
    const slot = this.#slotOf(first, second);
    if (this.#slots[slot] === 0) {
      this.#slots[slot] = ++this.#size;
      this.#firsts[slot] = first;
      this.#seconds[slot] = second;
    }
    return this.#slots[slot]! - 1;
  }

  /** The number of a pair, −1 where it has none. */
  find(first: number, second: number): number {
    return this.#slots[this.#slotOf(first, second)]! - 1;
  }

  /** The slot that holds the pair, or the free one where it belongs. */
  #slotOf(first: number, second: number): number {
    const hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    while (this.#slots[slot] !== 0 && (this.#firsts[slot] !== first || this.#seconds[slot] !== second)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }
}
