import type { RandomStream } from "../../random.ts";

/** Cuts chunks of text into pieces of a vocabulary: by merges (BPE) or by the likeliest pieces (unigram). */
export interface SubwordModel {
  readonly kind: "bpe" | "unigram";
  /**
   * All pieces, each at its id: the four special symbols, the user's symbols, the 256 byte pieces if there is byte
   * fallback, then the learnt pieces.
   */
  readonly pieces: readonly string[];
  /**
   * The ids of one chunk's pieces. A chunk is the text between white space, with ▁ for the space before it. Characters
   * without a piece become the pieces of their UTF-8 bytes or, without byte fallback, UNK (one UNK for a run of them).
   */
  cut(chunk: string): number[];
  /**
   * A sampled segmentation of the chunk: BPE-dropout (Provilkov 2020) leaves out each merge with probability
   * `strength`; unigram (Kudo 2018, section 3.2) draws a segmentation with probability ∝ P(x)^strength.
   */
  sample(chunk: string, random: RandomStream, strength: number): number[];
  /** The `model` of a tokenizer.json, as Hugging Face writes it. */
  toJSON(): unknown;
}

/** How often each segment of text occurs. Pieces are learnt from these counts and never cross a segment's ends. */
export type SegmentCounts = ReadonlyMap<string, number>;

export interface SubwordTrainingOptions {
  /** V: the size of the vocabulary, including special symbols, the user's symbols and byte pieces. */
  readonly size: number;
  /** Strings that are always one token, such as the tag <2ja>. */
  readonly symbols: readonly string[];
  readonly byteFallback: boolean;
  /** The share of the text's characters that become pieces by themselves, the commonest first; in (0, 1]. */
  readonly characterCoverage: number;
}
