/** Merges that wait, the one with the lowest rank first, and of equal ranks the leftmost: a binary heap. */
export class MergeQueue {
  private ranks: Int32Array;
  private places: Int32Array;
  /** How many wait. */
  size = 0;

  constructor(capacity: number) {
    this.ranks = new Int32Array(Math.max(4, capacity));
    this.places = new Int32Array(Math.max(4, capacity));
  }

  push(rank: number, place: number): void {
    if (this.size === this.ranks.length) this.grow();
    const { ranks, places } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (ranks[parent]! < rank || (ranks[parent] === rank && places[parent]! <= place)) break;
      ranks[at] = ranks[parent]!;
      places[at] = places[parent]!;
      at = parent;
    }
    ranks[at] = rank;
    places[at] = place;
  }

  /** Takes the first one; there has to be one. */
  pop(): [rank: number, place: number] {
    const { ranks, places } = this;
    const first: [number, number] = [ranks[0]!, places[0]!];
    const size = --this.size;
    const rank = ranks[size]!;
    const place = places[size]!;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.isBefore(child + 1, child)) child++;
      if (rank < ranks[child]! || (rank === ranks[child] && place <= places[child]!)) break;
      ranks[at] = ranks[child]!;
      places[at] = places[child]!;
      at = child;
    }
    ranks[at] = rank;
    places[at] = place;
    return first;
  }

  private isBefore(a: number, b: number): boolean {
    const { ranks, places } = this;
    return ranks[a]! < ranks[b]! || (ranks[a] === ranks[b] && places[a]! < places[b]!);
  }

  private grow(): void {
    const larger = (of: Int32Array) => {
      const copy = new Int32Array(2 * of.length);
      copy.set(of);
      return copy;
    };
    this.ranks = larger(this.ranks);
    this.places = larger(this.places);
  }
}
