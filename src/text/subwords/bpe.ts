import type { RandomStream } from "../../random.ts";
import { UNK } from "../vocabulary.ts";
import { ChunkCache } from "./chunk-cache.ts";
import { byteIds } from "./fixed-pieces.ts";
import { PairTable } from "./pair-table.ts";
import { PriorityQueue } from "./priority-queue.ts";
import type { SubwordModel } from "./subword-model.ts";

export interface BpeOptions {
  /** Whether characters without a piece become the pieces of their UTF-8 bytes. */
  readonly byteFallback: boolean;
  /** Whether a run of unknown characters is one UNK (default true). */
  readonly fuseUnknown?: boolean;
  /** Whether a chunk that is a piece becomes that piece even if merges would not make it (default false). */
  readonly ignoreMerges?: boolean;
  /** The prefix of a chunk's characters after the first (default nothing). */
  readonly continuingPrefix?: string;
  /** The suffix of a chunk's last character (default nothing). */
  readonly endSuffix?: string;
}

/** Two adjacent pieces that become one; merges earlier in the list are made first. */
export type Merge = readonly [left: string, right: string];

/** Chunks up to this length are merged by scanning all their pairs repeatedly, longer ones with a queue. */
const SHORT = 128;
const NONE = 0x7fffffff;

/**
 * Byte-pair encoding (Sennrich 2016): a chunk starts as its characters. Repeatedly, the adjacent pair whose merge is
 * first in the list becomes one piece, the leftmost first if a merge fits twice.
 */
export class BpeModel implements SubwordModel {
  readonly kind = "bpe";
  readonly pieces: readonly string[];
  readonly merges: readonly Merge[];
  private readonly options: Required<BpeOptions>;
  private readonly ids: ReadonlyMap<string, number>;
  /** The ids of single characters below U+10000; -1 for unknown ones. */
  private readonly basic = new Int32Array(0x10000).fill(-1);
  /** The id of each byte's piece, if there is byte fallback. */
  private readonly bytes: readonly number[] | undefined;
  /** The rank of each pair's merge: its place in the list. */
  private readonly ranks: PairTable;
  /** The piece that each merge makes. */
  private readonly results: Int32Array;
  private readonly cache = new ChunkCache();

  /**
   * @param pieces each at its id; the special symbols are the first four
   * @throws {RangeError} if a part or the result of a merge is not a piece
   */
  constructor(pieces: readonly string[], merges: readonly Merge[], options: BpeOptions) {
    this.pieces = pieces;
    this.merges = merges;
    this.options = {
      fuseUnknown: true,
      ignoreMerges: false,
      continuingPrefix: "",
      endSuffix: "",
      ...options,
    };
    this.ids = new Map(pieces.map((piece, id) => [piece, id]));
    pieces.forEach((piece, id) => {
      if (piece.length === 1) this.basic[piece.charCodeAt(0)] = id;
    });
    this.bytes = options.byteFallback ? byteIds(this.ids) : undefined;
    this.ranks = new PairTable(merges.length);
    this.results = new Int32Array(merges.length);
    const { continuingPrefix } = this.options;
    merges.forEach(([left, right], rank) => {
      const continued = right.startsWith(continuingPrefix) ? right.slice(continuingPrefix.length) : right;
      const parts = [left, right, left + continued].map((piece) => {
        const id = this.ids.get(piece);
        if (id !== undefined) return id;
        throw new RangeError(`merge ${rank}: ${JSON.stringify(piece)} is no piece`);
      });
      this.results[rank] = parts[2]!;
      // If a pair is listed twice, the last one counts, as in other programs that read the same file.
      this.ranks.set(parts[0]!, parts[1]!, rank);
    });
  }

  cut(chunk: string): number[] {
    const known = this.cache.get(chunk);
    if (known !== undefined) return [...known];
    const ids = this.cutAnew(chunk);
    this.cache.set(chunk, ids);
    return ids;
  }

  sample(chunk: string, random: RandomStream, strength: number): number[] {
    if (this.options.ignoreMerges && this.ids.has(chunk)) return [this.ids.get(chunk)!];
    return this.mergeByQueue(this.symbols(chunk), () => random.uniform() < strength);
  }

  toJSON() {
    const { byteFallback, fuseUnknown, ignoreMerges, continuingPrefix, endSuffix } = this.options;
    return {
      type: "BPE",
      dropout: null,
      unk_token: this.pieces[UNK]!,
      continuing_subword_prefix: continuingPrefix === "" ? null : continuingPrefix,
      end_of_word_suffix: endSuffix === "" ? null : endSuffix,
      fuse_unk: fuseUnknown,
      byte_fallback: byteFallback,
      ignore_merges: ignoreMerges,
      vocab: Object.fromEntries(this.pieces.map((piece, id) => [piece, id])),
      merges: this.merges,
    };
  }

  private cutAnew(chunk: string): number[] {
    if (this.options.ignoreMerges) {
      const id = this.ids.get(chunk);
      if (id !== undefined) return [id];
    }
    const symbols = this.symbols(chunk);
    return symbols.length <= SHORT ? this.mergeByScan(symbols) : this.mergeByQueue(symbols);
  }

  /** The ids that merging starts from. */
  private symbols(chunk: string): number[] {
    const { options, basic, bytes } = this;
    const { continuingPrefix, endSuffix, fuseUnknown } = options;
    const isPlain = continuingPrefix === "" && endSuffix === "";
    const symbols: number[] = [];
    let afterUnknown = false;
    for (let at = 0; at < chunk.length; ) {
      const unit = chunk.charCodeAt(at);
      const width = (unit & 0xfc00) === 0xd800 ? 2 : 1;
      let id: number;
      if (isPlain && width === 1) id = basic[unit]!;
      else {
        const start = at === 0 ? "" : continuingPrefix;
        const end = at + width >= chunk.length ? endSuffix : "";
        id = this.ids.get(start + chunk.slice(at, at + width) + end) ?? -1;
      }
      if (id >= 0) symbols.push(id);
      else if (bytes !== undefined) {
        for (const byte of encoder.encode(chunk.slice(at, at + width))) symbols.push(bytes[byte]!);
      } else if (!(afterUnknown && fuseUnknown)) symbols.push(UNK);
      afterUnknown = id < 0 && bytes === undefined;
      at += width;
    }
    return symbols;
  }

  /** Merges in place with O(n²) comparisons of numbers: fastest for chunks as short as a word or a sentence. */
  private mergeByScan(symbols: number[]): number[] {
    const { ranks, results } = this;
    let size = symbols.length;
    const rank = (left: number, right: number): number => {
      const found = ranks.get(left, right);
      return found < 0 ? NONE : found;
    };
    for (let i = 0; i + 1 < size; i++) pairRanks[i] = rank(symbols[i]!, symbols[i + 1]!);
    for (;;) {
      let best = NONE;
      let at = -1;
      for (let i = 0; i + 1 < size; i++) {
        if (pairRanks[i]! < best) {
          best = pairRanks[i]!;
          at = i;
        }
      }
      if (at < 0) break;
      symbols[at] = results[best]!;
      size--;
      for (let i = at + 1; i < size; i++) {
        symbols[i] = symbols[i + 1]!;
        pairRanks[i] = pairRanks[i + 1]!;
      }
      if (at > 0) pairRanks[at - 1] = rank(symbols[at - 1]!, symbols[at]!);
      if (at + 1 < size) pairRanks[at] = rank(symbols[at]!, symbols[at + 1]!);
    }
    symbols.length = size;
    return symbols;
  }

  /**
   * Merges with a queue of the pairs, in O(n log n).
   * @param isDropped asked for each merge that is next; a dropped merge waits until another has been made. This is
   * Algorithm 1 of Provilkov 2020: each step makes the first merge in order that is not dropped
   */
  private mergeByQueue(symbols: number[], isDropped?: () => boolean): number[] {
    const { ranks, results } = this;
    const size = symbols.length;
    const ids = Int32Array.from(symbols);
    const before = Int32Array.from(symbols, (_, i) => i - 1);
    const behind = Int32Array.from(symbols, (_, i) => i + 1);
    // The lowest rank first, and of equal ranks the leftmost.
    const queue = new PriorityQueue();
    const keyOf = (rank: number, left: number): number => rank * size + left;
    const offer = (left: number): void => {
      const right = behind[left]!;
      if (left < 0 || right >= size) return;
      const rank = ranks.get(ids[left]!, ids[right]!);
      if (rank >= 0) queue.push(keyOf(rank, left), left);
    };
    for (let i = 0; i + 1 < size; i++) offer(i);
    const dropped: [key: number, left: number][] = [];
    while (queue.size > 0) {
      const [key, left] = queue.pop();
      const rank = (key - left) / size;
      const right = behind[left]!;
      // A queued pair may be outdated: its left symbol was merged into another, or either changed.
      if (ids[left] === GONE || right >= size || ranks.get(ids[left]!, ids[right]!) !== rank) continue;
      if (isDropped?.()) {
        dropped.push([key, left]);
        continue;
      }
      ids[left] = results[rank]!;
      ids[right] = GONE;
      behind[left] = behind[right]!;
      if (behind[left]! < size) before[behind[left]!] = left;
      for (const [again, at] of dropped) queue.push(again, at);
      dropped.length = 0;
      if (before[left]! >= 0) offer(before[left]!);
      offer(left);
    }
    const merged: number[] = [];
    for (let i = 0; i < size; i = behind[i]!) merged.push(ids[i]!);
    return merged;
  }
}

const GONE = -1;
const encoder = new TextEncoder();
/** The rank of the pair that begins at each symbol. */
const pairRanks = new Int32Array(SHORT);
