/**
 * Finds the pieces that start at a place of a text. It is a prefix tree whose edges (node, unit) → node are in one
 * hash table with linear probing; a node is the slot of the edge that leads to it. Units are any integers from 0, such
 * as UTF-16 code units.
 */
export class PieceTrie {
  /** The pieces that `match` found last, the shortest first; there is room for one more, which a caller may add. */
  readonly found: Int32Array;
  /** Their lengths, in units. */
  readonly lengths: Int32Array;
  private readonly mask: number;
  private readonly parents: Int32Array;
  private readonly units: Int32Array;
  /** The piece that ends at a node, or −1. */
  private readonly ends: Int32Array;

  /**
   * @param units the sum of the lengths of all pieces that will be added
   * @param longest the length of the longest of them
   */
  constructor(units: number, longest: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * units + 2));
    this.mask = slots - 1;
    this.parents = new Int32Array(slots).fill(FREE);
    this.units = new Int32Array(slots);
    this.ends = new Int32Array(slots).fill(-1);
    this.lengths = new Int32Array(longest + 1);
    this.found = new Int32Array(longest + 1);
  }

  /** Adds text[start … end − 1] as a piece, a number from 0; does nothing if it is empty. */
  add(text: Int32Array, start: number, end: number, piece: number): void {
    let node = ROOT;
    for (let i = start; i < end; i++) {
      const slot = this.slot(node, text[i]!);
      this.parents[slot] = node;
      this.units[slot] = text[i]!;
      node = slot;
    }
    if (node !== ROOT) this.ends[node] = piece;
  }

  /** How many pieces start at `start` and end at `limit` or before: they are in `found` and `lengths`. */
  match(text: Int32Array, start: number, limit: number): number {
    let count = 0;
    let node = ROOT;
    for (let i = start; i < limit; i++) {
      node = this.slot(node, text[i]!);
      if (this.parents[node] === FREE) break;
      const piece = this.ends[node]!;
      if (piece < 0) continue;
      this.found[count] = piece;
      this.lengths[count++] = i + 1 - start;
    }
    return count;
  }

  /** The slot of an edge, or the free one where it belongs. */
  private slot(parent: number, unit: number): number {
    const { parents, units, mask } = this;
    let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = parents[slot]!;
      if (found === FREE || (found === parent && units[slot] === unit)) return slot;
    }
  }
}

const FREE = -1;
const ROOT = -2;
