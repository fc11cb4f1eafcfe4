import { compareCodePoints } from "../code-points.ts";
import { BpeModel, type Merge } from "./bpe.ts";
import { initialPieces } from "./initial-pieces.ts";
import { PairTable } from "./pair-table.ts";
import { PriorityQueue } from "./priority-queue.ts";
import type { SegmentCounts, SubwordTrainingOptions } from "./subword-model.ts";

/** A pair seen less often is not learnt: that would be memorising. */
const FEWEST = 2;

/**
 * Learns merges (Sennrich 2016, Algorithm 1): the most frequent adjacent pair becomes one piece, until the vocabulary
 * is full or no pair occurs twice. Of equally frequent pairs, the one whose text comes first by code point is taken.
 * Pairs do not cross characters that are not covered. If the fixed pieces already fill `size`, nothing else is learnt.
 */
export function trainBpe(segments: SegmentCounts, options: SubwordTrainingOptions): BpeModel {
  const { fixed, reserved, characters } = initialPieces(segments, options);
  const pieces = [...fixed, ...characters];
  const merges: Merge[] = [];
  if (pieces.length < options.size) learn(new PairCounts(segments, pieces), merges, reserved, options.size);
  return new BpeModel(pieces, merges, options);
}

/** Adds pieces and merges until there are `size` pieces. */
function learn(counts: PairCounts, merges: Merge[], reserved: ReadonlySet<string>, size: number): void {
  const { pieces } = counts;
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  while (pieces.length < size) {
    const pair = counts.next();
    if (pair < 0) return;
    const [left, right] = counts.parts(pair);
    const piece = pieces[left]! + pieces[right]!;
    if (reserved.has(piece)) continue;
    merges.push([pieces[left]!, pieces[right]!]);
    // Two merges may spell the same piece: "ab" + "c" and "a" + "bc".
    const id = ids.get(piece) ?? pieces.push(piece) - 1;
    ids.set(piece, id);
    counts.merge(pair, id);
  }
}

/**
 * How often each adjacent pair occurs, and where. The text is one sequence of symbols, segment after segment. Each
 * place is in the list of the pair that begins there, so that a merge touches only its own places.
 */
class PairCounts {
  readonly pieces: string[];
  private readonly symbols: Int32Array;
  /** The place of the symbol before and after each; -1 at a segment's ends. */
  private readonly before: Int32Array;
  private readonly behind: Int32Array;
  /** How often the segment of each place occurs. */
  private readonly weights: Float64Array;
  /** The pair that begins at each place, and the places before and after it in that pair's list; -1 for none. */
  private readonly pairAt: Int32Array;
  private readonly listBefore: Int32Array;
  private readonly listBehind: Int32Array;
  private readonly numbers = new PairTable(1 << 16);
  private readonly lefts: number[] = [];
  private readonly rights: number[] = [];
  private readonly counts: number[] = [];
  private readonly heads: number[] = [];
  /** The commonest first, by −count at the time when a pair was added. */
  private readonly queue: PriorityQueue;

  constructor(segments: SegmentCounts, pieces: string[]) {
    this.pieces = pieces;
    const ids = new Map(pieces.map((piece, id) => [piece, id]));
    let length = 0;
    for (const segment of segments.keys()) length += segment.length;
    this.symbols = new Int32Array(length);
    this.before = new Int32Array(length).fill(-1);
    this.behind = new Int32Array(length).fill(-1);
    this.weights = new Float64Array(length);
    this.pairAt = new Int32Array(length).fill(-1);
    this.listBefore = new Int32Array(length);
    this.listBehind = new Int32Array(length);
    let at = 0;
    for (const [segment, count] of segments) {
      let isJoined = false;
      for (const character of segment) {
        const id = ids.get(character);
        if (id !== undefined) {
          this.symbols[at] = id;
          this.weights[at] = count;
          if (isJoined) {
            this.before[at] = at - 1;
            this.behind[at - 1] = at;
          }
          at++;
        }
        isJoined = id !== undefined;
      }
    }
    // From the end, so that each list starts with its first place.
    for (let place = at - 1; place >= 0; place--) this.enter(place);
    this.queue = new PriorityQueue((a, b) => this.isBefore(a, b));
    for (let pair = 0; pair < this.counts.length; pair++) this.queue.push(-this.counts[pair]!, pair);
  }

  /** Takes the commonest pair that is left; -1 if none occurs often enough. */
  next(): number {
    while (this.queue.size > 0) {
      const [key, pair] = this.queue.pop();
      const now = this.counts[pair]!;
      if (now < FEWEST) continue;
      // Counts of pairs in the queue only ever fall.
      if (now === -key) return pair;
      this.queue.push(-now, pair);
    }
    return -1;
  }

  parts(pair: number): [left: number, right: number] {
    return [this.lefts[pair]!, this.rights[pair]!];
  }

  /** Merges each occurrence of a pair into one symbol. */
  merge(pair: number, id: number): void {
    const { symbols, before, behind } = this;
    const known = this.counts.length;
    const places: number[] = [];
    for (let place = this.heads[pair]!; place >= 0; place = this.listBehind[place]!) places.push(place);
    // In "aaa" the leftmost pair is taken, as when a text is encoded.
    if (this.lefts[pair] === this.rights[pair]) places.sort((a, b) => a - b);
    for (const place of places) {
      if (this.pairAt[place] !== pair) continue;
      const previous = before[place]!;
      const right = behind[place]!;
      const following = behind[right]!;
      if (previous >= 0) this.leave(previous);
      this.leave(place);
      this.leave(right);
      symbols[place] = id;
      behind[place] = following;
      if (following >= 0) before[following] = place;
      this.enter(place);
      if (previous >= 0) this.enter(previous);
    }
    for (let fresh = known; fresh < this.counts.length; fresh++) this.queue.push(-this.counts[fresh]!, fresh);
  }

  /** Enters the place into the list of the pair that begins there. */
  private enter(place: number): void {
    const right = this.behind[place]!;
    if (right < 0) return;
    const pair = this.pairOf(this.symbols[place]!, this.symbols[right]!);
    const head = this.heads[pair]!;
    this.pairAt[place] = pair;
    this.listBefore[place] = -1;
    this.listBehind[place] = head;
    if (head >= 0) this.listBefore[head] = place;
    this.heads[pair] = place;
    this.counts[pair]! += this.weights[place]!;
  }

  private leave(place: number): void {
    const pair = this.pairAt[place]!;
    if (pair < 0) return;
    const [previous, following] = [this.listBefore[place]!, this.listBehind[place]!];
    if (previous >= 0) this.listBehind[previous] = following;
    else this.heads[pair] = following;
    if (following >= 0) this.listBefore[following] = previous;
    this.pairAt[place] = -1;
    this.counts[pair]! -= this.weights[place]!;
  }

  private pairOf(left: number, right: number): number {
    const known = this.numbers.get(left, right);
    if (known >= 0) return known;
    const pair = this.counts.length;
    this.numbers.set(left, right, pair);
    this.lefts.push(left);
    this.rights.push(right);
    this.counts.push(0);
    this.heads.push(-1);
    return pair;
  }

  /** Orders equally frequent pairs by the text of both parts, then by the text of the left part. */
  private isBefore(a: number, b: number): boolean {
    const [leftA, leftB] = [this.pieces[this.lefts[a]!]!, this.pieces[this.lefts[b]!]!];
    const [rightA, rightB] = [this.pieces[this.rights[a]!]!, this.pieces[this.rights[b]!]!];
    const order = compareCodePoints(leftA + rightA, leftB + rightB) || compareCodePoints(leftA, leftB);
    return order < 0;
  }
}
