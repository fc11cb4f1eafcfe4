import type { RandomStream } from "../../random.ts";

/** Cuts chunks of text into pieces of a vocabulary: by merges (BPE) or by the likeliest pieces (unigram). */
export interface SubwordModel {
  readonly kind: "bpe" | "unigram";
  /** All pieces, each at its id: the four special symbols, symbols of the user, the 256 byte pieces where there is a byte fallback, then what was learnt. */
  readonly pieces: readonly string[];
  /**
   * The ids of one chunk's pieces. A chunk is what stands between white space, with ▁ for the space before it.
   * Characters that no piece has become their UTF-8 bytes' pieces, or where there is no byte fallback UNK (a run of them one UNK).
   */
  cut(chunk: string): number[];
  /**
   * One of the ways to cut the chunk, drawn: BPE-dropout (Provilkov 2020) leaves out each merge with probability
   * `strength`; unigram (Kudo 2018, section 3.2) draws a segmentation with probability ∝ P(x)^strength.
   */
  sample(chunk: string, random: RandomStream, strength: number): number[];
  /** The `model` of a tokenizer.json, as Hugging Face writes it. */
  toJSON(): unknown;
}

/** How often each segment of text occurs: what pieces are learnt from. Pieces never reach over a segment's ends. */
export type SegmentCounts = ReadonlyMap<string, number>;

export interface SubwordTrainingOptions {
  /** V: entries of the vocabulary, special symbols, user's symbols and byte pieces included. */
  readonly size: number;
  /** Strings that are one token wherever they stand, such as the tag <2ja>. */
  readonly symbols: readonly string[];
  readonly byteFallback: boolean;
  /** The share of the text's characters that become pieces by themselves, the commonest first; in (0, 1]. */
  readonly characterCoverage: number;
}
