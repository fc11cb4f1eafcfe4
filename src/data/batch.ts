import { BOS } from "../text/index.ts";
import { type BatchOptions, planBatches } from "./batch-plan.ts";
import type { Example } from "./example.ts";
import { inMemory } from "./example-source.ts";

/** Examples side by side, time-major: the element of step t and row b is at index t · B + b. */
export interface Batch {
  /** [B] the rows' indices in the examples that were batched. */
  examples: number[];
  B: number;
  /** The longest source, `</s>` included. */
  S: number;
  /** The longest target, `</s>` included. */
  T: number;
  /** [S, B] x¹ … `</s>`, then PAD. */
  source: Int32Array;
  /** [S, B] 1 for a token, 0 for padding. */
  sourceMask: Float32Array;
  /** [S, B] the id as which each source token is copied, PAD at padding, for a decoder that may copy. */
  copies?: Int32Array;
  /** [T, B] what the decoder reads: `<s>` y¹ …, then PAD. */
  targetInput: Int32Array;
  /** [T, B] what the decoder should write: y¹ … `</s>`, then PAD. */
  targetOutput: Int32Array;
  /** [T, B] 1 for a token, 0 for padding; the same for `targetInput` and `targetOutput`. */
  targetMask: Float32Array;
  /** Ones in `sourceMask`. */
  sourceTokens: number;
  /** Ones in `targetMask`. */
  targetTokens: number;
}

/** The batches of one epoch, as `planBatches` groups and orders them, each built on demand. */
export function* batches(
  examples: readonly Example[],
  options: BatchOptions,
): Generator<Batch, void, undefined> {
  for (const rows of planBatches(inMemory(examples), options)) yield buildBatch(examples, rows);
}

/**
 * Lays out one batch.
 *
 * @param rows [B] the indices of its examples
 * @param least S is at least so much: sources are padded to it
 */
export function buildBatch(examples: readonly Example[], rows: ArrayLike<number>, least = 0): Batch {
  const indices = Array.from(rows);
  return layOut(
    indices.map((index) => examples[index]!),
    indices,
    least,
  );
}

/**
 * Lays out one batch of examples from any source.
 *
 * @param rows [B] its examples
 * @param indices [B] their indices
 * @param least S is at least so much: sources are padded to it
 */
export function layOut(rows: readonly Example[], indices: number[], least = 0): Batch {
  const sources = rows.map(({ source }) => source);
  const targets = rows.map(({ target }) => target);
  const copies = rows.flatMap((row) => row.copies ?? []);
  const B = rows.length;
  const S = Math.max(least, longest(sources));
  const T = longest(targets);
  const batch: Batch = {
    examples: indices,
    B,
    S,
    T,
    source: timeMajor(sources, least),
    sourceMask: new Float32Array(S * B),
    ...(copies.length > 0 && { copies: timeMajor(copies, least) }),
    targetInput: new Int32Array(T * B), // PAD is 0
    targetOutput: new Int32Array(T * B),
    targetMask: new Float32Array(T * B),
    sourceTokens: 0,
    targetTokens: 0,
  };
  sources.forEach((ids, b) => {
    for (let s = 0; s < ids.length; s++) batch.sourceMask[s * B + b] = 1;
    batch.sourceTokens += ids.length;
  });
  targets.forEach((ids, b) => {
    for (let t = 0; t < ids.length; t++) {
      batch.targetInput[t * B + b] = t === 0 ? BOS : ids[t - 1]!;
      batch.targetOutput[t * B + b] = ids[t]!;
      batch.targetMask[t * B + b] = 1;
    }
    batch.targetTokens += ids.length;
  });
  return batch;
}

/** Sequences side by side, each padded with PAD: `[S, B]`, where S is the length of the longest, and `least` or more. */
export function timeMajor(sequences: readonly Int32Array[], least = 0): Int32Array {
  const B = sequences.length;
  const all = new Int32Array(Math.max(least, longest(sequences)) * B); // PAD is 0
  sequences.forEach((ids, b) => {
    for (let s = 0; s < ids.length; s++) all[s * B + b] = ids[s]!;
  });
  return all;
}

function longest(sequences: readonly Int32Array[]): number {
  return sequences.reduce((length, ids) => Math.max(length, ids.length), 0);
}
