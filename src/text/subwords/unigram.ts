import { z } from "zod";
import { CheckpointError } from "../../errors.ts";
import type { RandomStream } from "../../random.ts";
import { BYTE_PIECES, SPECIAL_PIECES } from "./fixed-pieces.ts";
import { PieceTrie } from "./piece-trie.ts";
import type { SubwordModel } from "./subword-model.ts";

/** How much less likely than the least likely piece an unknown character is, as a log probability. */
const UNKNOWN_PENALTY = 10;
/** A line of Japanese hardly ever comes twice; a word does. */
const LONGEST_REMEMBERED = 24;
const MOST_REMEMBERED = 50_000;

export interface UnigramOptions {
  /** The id of the unknown piece. */
  readonly unknown: number;
  readonly byteFallback: boolean;
}

/**
 * A unigram language model (Kudo 2018): pieces are drawn independently of each other, so a way to cut a text has the
 * product of its pieces' probabilities, and the likeliest way is found by the Viterbi algorithm.
 */
export class UnigramModel implements SubwordModel {
  readonly kind = "unigram";
  readonly pieces: readonly string[];
  /** The log probability of each piece. */
  readonly scores: readonly number[];
  private readonly unknown: number;
  private readonly unknownScore: number;
  private readonly hasByteFallback: boolean;
  /** The id of each byte's piece, or nothing where one of them is missing or they are not to be used. */
  private readonly bytes: readonly number[] | undefined;
  private readonly trie: PieceTrie;
  private readonly remembered = new Map<string, readonly number[]>();

  constructor(pieces: readonly string[], scores: readonly number[], { unknown, byteFallback }: UnigramOptions) {
    this.pieces = pieces;
    this.scores = scores;
    this.unknown = unknown;
    this.hasByteFallback = byteFallback;
    this.unknownScore = scores.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) - UNKNOWN_PENALTY;
    const idOf = new Map(pieces.map((piece, id) => [piece, id]));
    const bytes = BYTE_PIECES.flatMap((piece) => idOf.get(piece) ?? []);
    this.bytes = byteFallback && bytes.length === BYTE_PIECES.length ? bytes : undefined;

    // What is spelled like one of these in a text is not meant.
    const unspelled = new Set([...SPECIAL_PIECES, pieces[unknown]!, ...(byteFallback ? BYTE_PIECES : [])]);
    let [units, longest] = [0, 0];
    for (const piece of pieces) {
      units += piece.length;
      longest = Math.max(longest, piece.length);
    }
    this.trie = new PieceTrie(units, longest);
    pieces.forEach((piece, id) => {
      if (!unspelled.has(piece)) this.trie.add(unitsOf(piece), 0, piece.length, id);
    });
  }

  cut(chunk: string): number[] {
    const known = this.remembered.get(chunk);
    if (known !== undefined) return [...known];
    const ids = this.likeliest(chunk);
    if (chunk.length <= LONGEST_REMEMBERED) {
      if (this.remembered.size === MOST_REMEMBERED) this.remembered.clear();
      this.remembered.set(chunk, [...ids]);
    }
    return ids;
  }

  private likeliest(chunk: string): number[] {
    const { trie, scores } = this;
    const text = unitsOf(chunk);
    const size = text.length;
    const best = new Float64Array(size + 1).fill(Number.NEGATIVE_INFINITY);
    const lengths = new Int32Array(size + 1);
    const ids = new Int32Array(size + 1);
    best[0] = 0;
    for (let start = 0, next: number; start < size; start = next) {
      next = start + characterLength(text, start);
      const reached = best[start]!;
      let isKnown = false;
      const matches = trie.match(text, start, size);
      for (let k = 0; k < matches; k++) {
        const id = trie.found[k]!;
        const length = trie.lengths[k]!;
        const end = start + length;
        if (end === next) isKnown = true;
        const score = reached + scores[id]!;
        if (score > best[end]!) {
          best[end] = score;
          lengths[end] = length;
          ids[end] = id;
        }
      }
      if (!isKnown && reached + this.unknownScore > best[next]!) {
        best[next] = reached + this.unknownScore;
        lengths[next] = next - start;
        ids[next] = this.unknown;
      }
    }
    const path: number[] = [];
    for (let end = size; end > 0; end -= lengths[end]!) path.push(end);
    return path.reverse().map((end) => ids[end]!);
  }

  sample(chunk: string, random: RandomStream, strength: number): number[] {
    return [random.integer(strength)];
  }

  toJSON() {
    return {
      type: "Unigram",
      unk_id: this.unknown,
      vocab: this.pieces.map((piece, id): [string, number] => [piece, this.scores[id]!]),
      byte_fallback: this.hasByteFallback,
    };
  }
}

function unitsOf(text: string): Int32Array {
  const units = new Int32Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

/** 2 for a surrogate pair, otherwise 1. */
function characterLength(text: Int32Array, start: number): number {
  const isPair = (text[start]! & 0xfc00) === 0xd800 && (text[start + 1]! & 0xfc00) === 0xdc00;
  return isPair ? 2 : 1;
}
