import { TextHash } from "./hash.ts";

/** The maximum load: below three quarters, so that the search for an absent hash ends soon. */
const mostFull = 0.7;

/**
 * The set of texts seen, as 64-bit hashes in an open-addressing table with linear probing (Knuth, TAOCP 3, section
 * 6.4). It takes 8 bytes per slot and 1.4 to 2.9 slots per text, whatever the texts' length, and half as much again
 * while the table doubles. Among n texts, some two have the same hash with probability n² / 2⁶⁵: 3 in a million for
 * ten million texts.
 */
export class TextHashSet {
  size = 0;
  /** Two lanes of 32 bits per slot; a slot whose lanes are both 0 is free. */
  private slots = new Uint32Array(2 * 1024);

  /**
   * Adds a text, or several as one, such as a pair.
   * @returns whether it is new
   */
  add(...texts: readonly string[]): boolean {
    const [high, low] = hashOf(texts);
    if (!insert(this.slots, high, low)) return false;
    this.size++;
    if (this.size > mostFull * (this.slots.length / 2)) this.grow();
    return true;
  }

  has(...texts: readonly string[]): boolean {
    const [high, low] = hashOf(texts);
    const at = slotOf(this.slots, high, low);
    return this.slots[at] === high && this.slots[at + 1] === low;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] !== 0 || old[at + 1] !== 0) insert(this.slots, old[at]!, old[at + 1]!);
    }
  }
}

function hashOf(texts: readonly string[]): [high: number, low: number] {
  const hash = new TextHash();
  for (const text of texts) hash.add(text);
  const [high, low] = hash.lanes();
  return high === 0 && low === 0 ? [0, 1] : [high, low];
}

/** The index of a hash's first lane, or of the free slot where it would go. */
function slotOf(slots: Uint32Array, high: number, low: number): number {
  const mask = slots.length - 1;
  let at = (2 * low) & mask;
  while ((slots[at] !== 0 || slots[at + 1] !== 0) && (slots[at] !== high || slots[at + 1] !== low)) {
    at = (at + 2) & mask;
  }
  return at;
}

function insert(slots: Uint32Array, high: number, low: number): boolean {
  const at = slotOf(slots, high, low);
  if (slots[at] === high && slots[at + 1] === low) return false;
  slots[at] = high;
  slots[at + 1] = low;
  return true;
}
