import type { RandomStream } from "../../random.ts";
import { SPECIAL_SYMBOLS, UNK } from "../vocabulary.ts";
import { ChunkCache } from "./chunk-cache.ts";
import { BYTE_PIECES, byteIds } from "./fixed-pieces.ts";
import { PieceTrie } from "./piece-trie.ts";
import type { SubwordModel } from "./subword-model.ts";

/** How far an unknown character's score is below the lowest score of a piece, as in SentencePiece and Hugging Face. */
const UNKNOWN_PENALTY = 10;

export interface UnigramOptions {
  /** Whether characters without a piece become the pieces of their UTF-8 bytes. */
  readonly byteFallback: boolean;
}

/**
 * A unigram language model (Kudo 2018): pieces are drawn independently of each other, so a segmentation x₁ … xₘ of a
 * text has the probability P(x) = ∏ p(xᵢ) (equation 1), and the Viterbi algorithm finds the likeliest one.
 */
export class UnigramModel implements SubwordModel {
  readonly kind = "unigram";
  readonly pieces: readonly string[];
  /** log p of each piece; the values for special symbols, the user's symbols and bytes are never looked up. */
  readonly scores: readonly number[];
  private readonly options: UnigramOptions;
  /** The scores, with the score of an unknown character at UNK. */
  private readonly costs: Float64Array;
  /** The ids of the byte pieces, if there is byte fallback and none of them is missing. */
  private readonly bytes: readonly number[] | undefined;
  private readonly trie: PieceTrie;
  private readonly cache = new ChunkCache();
  private readonly lattice = new Lattice(1024);

  /**
   * @param pieces each at its id; the special symbols are the first four
   * @param scores the log probability of each
   */
  constructor(pieces: readonly string[], scores: readonly number[], options: UnigramOptions) {
    this.pieces = pieces;
    this.scores = scores;
    this.options = options;
    this.costs = Float64Array.from(scores);
    this.costs[UNK] = this.costs.reduce((a, b) => Math.min(a, b)) - UNKNOWN_PENALTY;
    this.bytes = options.byteFallback ? byteIds(new Map(pieces.map((piece, id) => [piece, id]))) : undefined;

    // Text that is spelled like one of these is not that piece.
    const silent = new Set([...SPECIAL_SYMBOLS, ...(options.byteFallback ? BYTE_PIECES : [])]);
    const units = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const longest = pieces.reduce((length, piece) => Math.max(length, piece.length), 0);
    this.trie = new PieceTrie(units, longest);
    const spelling = new Int32Array(longest);
    pieces.forEach((piece, id) => {
      if (silent.has(piece)) return;
      writeUnits(piece, spelling);
      this.trie.add(spelling, 0, piece.length, id);
    });
  }

  cut(chunk: string): number[] {
    const known = this.cache.get(chunk);
    if (known !== undefined) return [...known];
    const ids = this.likeliest(chunk);
    this.cache.set(chunk, ids);
    return ids;
  }

  sample(chunk: string, random: RandomStream, strength: number): number[] {
    const { costs, trie } = this;
    const { text, sums, size } = this.latticeOf(chunk);
    // Backward pass: sums[i] is log Σ P^strength over all segmentations of what follows place i.
    sums[size] = 0;
    for (let start = size - 1; start >= 0; start--) {
      if (start > 0 && characterLength(text, start - 1, size) === 2) continue;
      const count = this.match(text, start, size);
      let highest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < count; k++) {
        const score = strength * costs[trie.found[k]!]! + sums[start + trie.lengths[k]!]!;
        if (score > highest) highest = score;
      }
      let total = 0;
      for (let k = 0; k < count; k++) {
        total += Math.exp(strength * costs[trie.found[k]!]! + sums[start + trie.lengths[k]!]! - highest);
      }
      sums[start] = highest + Math.log(total);
    }
    const ids: number[] = [];
    for (let start = 0; start < size; ) {
      const last = this.match(text, start, size) - 1;
      let left = random.uniform();
      let drawn = 0;
      // Probability left over by rounding goes to the last piece.
      for (; drawn < last; drawn++) {
        const end = start + trie.lengths[drawn]!;
        left -= Math.exp(strength * costs[trie.found[drawn]!]! + sums[end]! - sums[start]!);
        if (left < 0) break;
      }
      const end = start + trie.lengths[drawn]!;
      this.append(ids, trie.found[drawn]!, chunk, start, end);
      start = end;
    }
    return ids;
  }

  toJSON() {
    return {
      type: "Unigram",
      unk_id: UNK,
      vocab: this.pieces.map((piece, id): [string, number] => [piece, this.scores[id]!]),
      byte_fallback: this.options.byteFallback,
    };
  }

  /** The Viterbi algorithm. Of equally likely paths, each place is reached by its longest piece, as elsewhere. */
  private likeliest(chunk: string): number[] {
    const { costs, trie } = this;
    const { found, lengths } = trie;
    const { text, sums, pieces, starts, size } = this.latticeOf(chunk);
    sums.fill(Number.NEGATIVE_INFINITY, 1, size + 1);
    sums[0] = 0;
    starts[0] = -1;
    for (let start = 0; start < size; start++) {
      const sum = sums[start]!;
      // The middle of a surrogate pair.
      if (sum === Number.NEGATIVE_INFINITY) continue;
      const count = this.match(text, start, size);
      for (let k = 0; k < count; k++) {
        const end = start + lengths[k]!;
        const score = sum + costs[found[k]!]!;
        if (score <= sums[end]!) continue;
        sums[end] = score;
        pieces[end] = found[k]!;
        starts[end] = start;
      }
    }
    // Turns links to the previous place into links to the next.
    for (let place = size, next = 0; place >= 0; ) {
      const before = starts[place]!;
      starts[place] = next;
      next = place;
      place = before;
    }
    const ids: number[] = [];
    for (let start = 0; start < size; start = starts[start]!) {
      const end = starts[start]!;
      this.append(ids, pieces[end]!, chunk, start, end);
    }
    return ids;
  }

  /** Finds the pieces at a place, and UNK if its character is not a piece: in `trie.found` and `trie.lengths`. */
  private match(text: Int32Array, start: number, size: number): number {
    const { trie } = this;
    const count = trie.match(text, start, size);
    const width = characterLength(text, start, size);
    if (count > 0 && trie.lengths[0] === width) return count;
    trie.found[count] = UNK;
    trie.lengths[count] = width;
    return count + 1;
  }

  private append(ids: number[], id: number, chunk: string, start: number, end: number): void {
    if (id !== UNK) ids.push(id);
    else if (this.bytes !== undefined) {
      for (const byte of encoder.encode(chunk.slice(start, end))) ids.push(this.bytes[byte]!);
    } else if (ids.at(-1) !== UNK) ids.push(UNK);
  }

  private latticeOf(chunk: string): Lattice {
    const lattice = chunk.length > this.lattice.room ? new Lattice(chunk.length) : this.lattice;
    writeUnits(chunk, lattice.text);
    lattice.size = chunk.length;
    return lattice;
  }
}

/** The places of a chunk, 0 … size, between its UTF-16 code units. */
class Lattice {
  readonly room: number;
  size = 0;
  readonly text: Int32Array;
  /** A log probability at each place. */
  readonly sums: Float64Array;
  /** The piece that ends at each place, and where it starts. */
  readonly pieces: Int32Array;
  readonly starts: Int32Array;

  constructor(room: number) {
    this.room = room;
    this.text = new Int32Array(room);
    this.sums = new Float64Array(room + 1);
    this.pieces = new Int32Array(room + 1);
    this.starts = new Int32Array(room + 1);
  }
}

const encoder = new TextEncoder();

function writeUnits(text: string, into: Int32Array): void {
  for (let i = 0; i < text.length; i++) into[i] = text.charCodeAt(i);
}

/** 2 for a surrogate pair, otherwise 1. */
function characterLength(text: Int32Array, start: number, size: number): 1 | 2 {
  if ((text[start]! & 0xfc00) !== 0xd800 || start + 1 >= size) return 1;
  return (text[start + 1]! & 0xfc00) === 0xdc00 ? 2 : 1;
}
